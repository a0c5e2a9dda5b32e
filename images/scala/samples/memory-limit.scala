object Main {
  def main(arguments: Array[String]): Unit = {
    var blocks = List.empty[Array[Byte]]
    while (true) blocks = new Array[Byte](1000000) :: blocks
  }
}
