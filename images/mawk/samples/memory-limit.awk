BEGIN {
    text = "x"
    while (length(text) < 100000) text = text text
    while (1) lines[n++] = text n
}
