object Main {
  def main(arguments: Array[String]): Unit = {
    var turns = 0
    while (true) turns = 1 - turns
  }
}
