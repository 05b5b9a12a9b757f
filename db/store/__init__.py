"""The only package with SQL that writes. Every function takes the open database first."""
