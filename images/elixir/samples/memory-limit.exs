defmodule Main do
  def grow(list), do: grow([Enum.to_list(1..10000) | list])
end

Main.grow([])
