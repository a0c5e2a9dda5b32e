main :- write('unfinished'
