class Main {
	static function main() {
		var blocks = [];
		while (true)
			blocks.push(haxe.io.Bytes.alloc(1000000));
	}
}
