my @all;
push @all, "x" x 100_000 . @all while 1;
