package fault

import (
	"fmt"
	"runtime/debug"
)

// Guard runs f and makes an error of a panic in it, with its stack: whatever a hostile record or a mistake of ours does, the process
// lives (SECURITY X2). Every goroutine that no handler stands above begins with it. The error has no code: it is internal.
func Guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return f()
}
