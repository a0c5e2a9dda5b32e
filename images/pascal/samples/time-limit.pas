program Spinning;
begin
  while true do;
end.
