die "wrong\n";
