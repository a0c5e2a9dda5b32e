BEGIN { while (1) lines[n++] = sprintf("%10000s", n) }
