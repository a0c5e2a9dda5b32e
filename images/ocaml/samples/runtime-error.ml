let () = failwith "wrong"
