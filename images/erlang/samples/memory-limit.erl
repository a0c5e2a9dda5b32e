-module(main).
-export([main/0]).

main() -> grow([]).

grow(List) -> grow([lists:seq(1, 10000) | List]).
