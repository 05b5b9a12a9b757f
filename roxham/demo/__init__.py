"""The sample newsroom that `roxham demo` crawls: outlets, names and scenes are invented, the facts are true."""
