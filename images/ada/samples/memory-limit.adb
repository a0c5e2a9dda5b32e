procedure Main is
   type Words is array (1 .. 250_000) of Integer;
   type Block;
   type Link is access Block;
   type Block is record
      Content : Words;
      Next    : Link;
   end record;
   Head : Link;
begin
   loop
      Head := new Block'(Content => (others => 1), Next => Head);
   end loop;
end Main;
