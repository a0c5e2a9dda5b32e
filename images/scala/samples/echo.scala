object Main {
  def main(arguments: Array[String]): Unit = scala.io.Source.stdin.getLines.foreach(println)
}
