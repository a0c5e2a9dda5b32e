say $undeclared;
