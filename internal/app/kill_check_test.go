package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// check compares what is there after a restart with what everybody was told.
func (w *killed) check() {
	w.t.Helper()
	w.checkJobs()
	for i, one := range w.writers {
		w.checkWriter(i, one)
	}
	w.checkTree()
	w.checkImports()
	w.checkList(false)
}

func (w *killed) read(path string) response {
	w.t.Helper()
	return w.want(w.c.send(http.MethodGet, path, "", "", nil), http.StatusOK)
}

// checkWriter: the last number that was acknowledged is there, or the one that was sent after it; the same holds for what is served.
func (w *killed) checkWriter(i int, one *writer) {
	w.t.Helper()
	r := w.read("/api/v1/entries/" + one.id)
	got, _ := r.get("locales.en.question").(string)
	n := 0
	if _, err := fmt.Sscanf(got, "Number %d?", &n); err != nil || n != one.acknowledged && n != one.tried {
		w.t.Errorf("writer %d: %d was acknowledged, %d tried, and there is %q", i, one.acknowledged, one.tried, got)
	}
	one.acknowledged, one.version = n, r.header.Get("ETag")
	if one.published == 0 {
		return
	}
	served := w.p.get("/v1/sites/group/entries/faq/"+one.id+"?locale=en", "Portico-Min-Generation", one.generation)
	out := 0
	if _, err := fmt.Sscanf(fmt.Sprint(served.get("data.fields.question")), "Number %d?", &out); err != nil || out != one.published && out != one.tried {
		w.t.Errorf("writer %d: %d was published, %d tried, and %d %s is served", i, one.published, one.tried, served.status, served.body)
	}
	one.published = max(out, one.published)
}

// checkTree walks the tree from the top: every page is in it once, below whom it was put.
func (w *killed) checkTree() {
	w.t.Helper()
	parents := map[string]string{}
	var walk func(parent string, children int)
	walk = func(parent string, children int) {
		r := w.read("/api/v1/trees/group/page?page[size]=200&parent=" + parent)
		list, _ := r.get("data").([]any)
		if children >= 0 && len(list) != children {
			w.t.Errorf("%s has %d children, and there are %d", parent, children, len(list))
		}
		for _, node := range list {
			id := node.(obj)["id"].(string)
			if _, twice := parents[id]; twice {
				w.t.Fatalf("page %s is in the tree twice: %s", id, r.body)
			}
			parents[id] = parent
			walk(id, int(node.(obj)["children"].(float64)))
		}
	}
	walk("", -1)
	if len(parents) != len(w.pages) {
		w.t.Errorf("%d of %d pages are in the tree", len(parents), len(w.pages))
	}
	for _, one := range w.pages {
		got := parents[one.id]
		if got != one.parent && (one.tried == nil || got != *one.tried) {
			w.t.Errorf("page %s was put below %q and is below %q", one.id, one.parent, got)
		}
		if single, _ := w.read("/api/v1/entries/" + one.id).get("parent").(string); single != got {
			w.t.Errorf("page %s is below %q in the tree and says %q", one.id, got, single)
		}
		one.parent, one.tried = got, nil
	}
}

// checkImports: of each import there is everything or nothing.
func (w *killed) checkImports() {
	w.t.Helper()
	lines := string(w.read("/api/v1/entries/export?type=faq&space=group").body)
	for n := 1; n <= w.imports.tried; n++ {
		count := strings.Count(lines, fmt.Sprintf(`"key":"batch%d-`, n))
		if whole := count == batch; !whole && (count != 0 || n == w.imports.acknowledged) {
			w.t.Errorf("import %d (acknowledged: %d) left %d of %d entries", n, w.imports.acknowledged, count, batch)
		}
	}
}

// allDone says whether a list of jobs has none that is under way.
func allDone(r response) bool {
	list, ok := r.get("data").([]any)
	return ok && !slices.ContainsFunc(list, func(job any) bool { return job.(obj)["state"] != "done" })
}

// checkJobs: none that was acknowledged is lost, and no row failed.
func (w *killed) checkJobs() (list []any) {
	w.t.Helper()
	list, _ = w.read(jobsPath).get("data").([]any)
	there := map[string]bool{}
	for _, job := range list {
		j := job.(obj)
		there[j["id"].(string)] = true
		if j["total"] != float64(jobRows) || j["failed"] != 0.0 || j["state"] == "done" && j["done"] != j["total"] {
			w.t.Errorf("a job: %v", j)
		}
	}
	for _, id := range w.jobs.acknowledged {
		if !there[id] {
			w.t.Errorf("job %s was acknowledged and is gone", id)
		}
	}
	return list
}

// checkJobsDone waits for the jobs that were interrupted: the newest has the last word about every entry.
func (w *killed) checkJobsDone() {
	w.t.Helper()
	w.p.waitFor("the end of the jobs", func() bool { return allDone(w.read(jobsPath)) })
	list := w.checkJobs()
	if len(list) == 0 {
		return // progressed complains
	}
	want := map[any]string{"publish": "published", "unpublish": "draft"}[list[0].(obj)["kind"]]
	for _, row := range w.jobs.rows {
		if got := w.read("/api/v1/entries/" + row["id"].(string)).get("status.en"); got != want {
			w.t.Errorf("after %v, entry %s is %v", list[0], row["id"], got)
		}
	}
	w.checkList(true)
}

// checkList pages through the list of drafts: it has every entry once, as it is when it is read by itself. Those of jobs are compared
// where no job is under way.
func (w *killed) checkList(jobsDone bool) {
	w.t.Helper()
	// One more save tells the newest number, which the list is then asked for.
	first := w.writers[0]
	touched := w.want(w.c.send(http.MethodPatch, "/api/v1/entries/"+first.id, mergePatch, first.version, obj{"shared": obj{"topic": fmt.Sprint("after ", first.tried)}}), http.StatusOK)
	first.version = touched.header.Get("ETag")
	seen := map[string]bool{}
	for after := ""; ; {
		query := url.Values{"type": {"faq"}, "locale": {"en"}, "page[size]": {"100"}, "sort": {"question"}}
		if after != "" {
			query.Set("page[after]", after)
		}
		r := w.list(query, touched.header.Get("Portico-Sequence"))
		list, _ := r.get("data").([]any)
		for _, e := range list {
			listed := e.(obj)
			id := listed["id"].(string)
			if !jobsDone && strings.HasPrefix(listed["key"].(string), "job") {
				seen[id] = true
				continue
			}
			single := w.read("/api/v1/entries/" + id)
			if seen[id] || single.get("version") != listed["version"] || single.get("locales.en.question") != listed["fields"].(obj)["question"] ||
				single.get("status.en") != listed["meta"].(obj)["status"] {
				w.t.Errorf("the list (again: %v) says %v, the entry %s", seen[id], listed, single.body)
			}
			seen[id] = true
		}
		if after, _ = r.get("page.next").(string); after == "" {
			break
		}
	}
	if want := strings.Count(string(w.read("/api/v1/entries/export?type=faq&space=group").body), "\n"); len(seen) != want {
		w.t.Errorf("%d entries are listed, and there are %d", len(seen), want)
	}
}

// list asks for a page of a list that has seen a write.
func (w *killed) list(query url.Values, least string) response {
	w.t.Helper()
	req, err := http.NewRequest(http.MethodGet, w.c.base+"/api/v1/entries?"+query.Encode(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Cookie", w.c.cookie)
	req.Header.Set("Portico-Min-Sequence", least)
	var r response
	w.p.waitFor("the list to have caught up", func() bool {
		r = do(req)
		return r.status != http.StatusServiceUnavailable
	})
	return w.want(r, http.StatusOK)
}
