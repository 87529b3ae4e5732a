"""One line per check, and an exit code at the end."""

failures = 0


def check(name, is_right, detail=""):
    """Prints one line, and counts."""
    global failures
    failures += not is_right
    print(f"{'ok  ' if is_right else 'FAIL'} {name}{'' if is_right else f': {detail}'}", flush=True)


def exit_code():
    """Says how many checks failed; 1 if any did."""
    print(f"{failures} failed")
    return 1 if failures else 0
