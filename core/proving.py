"""What the commands `flask … verify` have in common: say what does not hold, then the sum, and end with 0 or 1."""

import sys

import click


def prove(what, found):
    """Tell the result of a check and leave the program.

    `what` are the words after the number ("个项目的台账"), `found` is (number of things checked, sentences about what
    does not hold). The sentences go to standard error, the sum to standard output; SystemExit 1 when there is a sentence.
    """
    number, faults = found
    for sentence in faults:
        click.echo(sentence, err=True)
    click.echo(f"{number} {what}，{len(faults)} 处不符。" if faults else f"{number} {what}全部相符。")
    sys.exit(1 if faults else 0)
