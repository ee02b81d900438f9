"""`python -m etappe` is the command `etappe`."""

from etappe.cli.main import main

main()
