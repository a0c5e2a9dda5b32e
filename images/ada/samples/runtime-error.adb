procedure Main is
begin
   raise Program_Error with "wrong";
end Main;
