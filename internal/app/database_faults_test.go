package app_test

import "testing"

// TestDatabaseFaults: under load, the database is stopped and started, killed and started, and frozen; and the network between it and
// each node is cut in three ways. No question for shared parts or content fails, content says that it is stale, and in the end all
// nodes serve the same.
func TestDatabaseFaults(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	f.start(f.member())
	f.start(f.member())
	third := f.member()
	cable, namespace := f.island(third)
	f.start(third)
	t.Logf("the third node has a network of its own: %v", namespace)
	f.converge()

	var crowd []*visitors
	for _, m := range f.nodes {
		crowd = append(crowd, visit(t, m.delivery, false))
	}
	stop := f.editors()
	f.more(2)

	t.Log("stopped")
	f.cluster.Halt()
	f.everywhere("that it is stale", isStale)
	if err := f.cluster.Start(); err != nil {
		t.Fatal(err)
	}
	f.more(1)
	f.everywhere("that it follows again", isReady)

	t.Log("restarted")
	f.cluster.Halt()
	if err := f.cluster.Start(); err != nil {
		t.Fatal(err)
	}
	f.more(1)
	f.everywhere("that it follows again", isReady)

	t.Log("frozen")
	if err := f.cluster.Freeze(); err != nil {
		t.Fatal(err)
	}
	thaw := func() {
		if err := f.cluster.Thaw(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(thaw) // a frozen server cannot be stopped
	f.everywhere("that it is stale", isStale)
	thaw()
	f.more(1)
	f.everywhere("that it follows again", isReady)

	t.Log("cut off")
	f.nodes[0].wire.set(swallowed)
	f.nodes[1].wire.set(broken)
	cable(false)
	f.more(2) // editors go on
	f.everywhere("that it is stale", isStale)
	f.nodes[0].wire.set(whole)
	f.nodes[1].wire.set(whole)
	cable(true)
	f.everywhere("that it follows again", isReady)

	stop()
	f.converge()
	for i, v := range crowd {
		v.leave()
		if v.stale.Load() == 0 {
			t.Errorf("node %d: nobody was told that content is stale", i)
		}
	}
}
