// Command peers is PocketBase as its makers ship it: what `make bench-content` compares Portico with. It has a module of its
// own, so that what it needs never meets what Portico needs.
package main

import (
	"log"

	"github.com/pocketbase/pocketbase"
)

func main() {
	if err := pocketbase.New().Start(); err != nil {
		log.Fatal(err)
	}
}
