int other(void) { return 7; }
