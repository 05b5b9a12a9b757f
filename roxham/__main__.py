"""`python -m roxham`, for processes that Roxham starts itself."""

from roxham.cli import main

main(prog_name="roxham")
