die 'wrong';
