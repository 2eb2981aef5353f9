"""`python -m relex` is the command `relex`."""

from relex.cli import main

if __name__ == "__main__":
    main(prog_name="relex")
