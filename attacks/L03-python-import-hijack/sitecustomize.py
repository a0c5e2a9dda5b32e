raise SystemExit("contained by itself")
