program Hungry;
var
  block: Pointer;
begin
  while true do
  begin
    GetMem(block, 1000000);
    FillChar(block^, 1000000, 1);
  end;
end.
