main :- grow([]).

grow(List) :- numlist(1, 1000, Numbers), grow([Numbers | List]).
