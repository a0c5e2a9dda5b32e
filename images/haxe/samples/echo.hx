class Main {
	static function main() {
		try {
			while (true)
				Sys.println(Sys.stdin().readLine());
		} catch (end:haxe.io.Eof) {
			// That is how the input's end shows: there is nothing more to copy.
		}
	}
}
