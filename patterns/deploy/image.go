package deploy

import (
	"slices"
	"strings"
	"time"
)

// CheckImage returns the rules that a Dockerfile breaks. Of the bases: more than one
// stage, a version or digest, supported on that day, a last stage without shell
// and package manager. Of the build: CGO_ENABLED=0 and -trimpath where Go is built, dependencies
// copied before the sources. Of what runs: a user that is not root, named by number,
// who needs nothing in root's home, no secret in an ARG or ENV, exec form.
// Heredocs are not understood.
func CheckImage(dockerfile string, today time.Time) []Fault {
	var r report
	stages := parse(dockerfile)
	r.bases(stages, today)
	r.builds(stages)
	r.runs(stages)
	return r
}

func (r *report) bases(stages []stage, today time.Time) {
	r.want(len(stages) > 1, lineOf(0), "build in one stage, run in another", "the compiler and the sources are shipped, too")
	for i, s := range stages {
		if s.base == "scratch" || indexOf(stages[:i], s.base) >= 0 {
			continue
		}
		r.want(pinned(s.base), lineOf(s.line), "name each base with a version or digest", "the next build has another base, and nobody has changed a line")
		day := ended(s.base, today)
		r.want(day == "", lineOf(s.line), "use a base that is still supported", "no hole in it is mended since "+day)
	}
	base, _ := running(stages)
	line := 0
	if len(stages) > 0 {
		line = stages[len(stages)-1].line
	}
	r.want(base == "scratch" || strings.Contains(base, "distroless"), lineOf(line), "run on scratch or distroless",
		"a shell and a package manager are of use to intruders only")
}

func (r *report) builds(stages []stage) {
	for _, s := range stages {
		var said strings.Builder // what ENV and the commands say
		first := false
		for _, in := range s.instructions {
			switch in.op {
			case "ENV", "RUN":
				said.WriteString(in.args + " ")
			case "COPY", "ADD":
				words := in.operands()
				first = first || slices.ContainsFunc(words, lists)
				whole := len(words) > 1 && slices.Contains([]string{".", "./"}, words[0]) && !in.has("--from=")
				r.want(!whole || first, lineOf(in.line), "copy the list of dependencies before the sources", "every change of a line downloads all of them again")
			}
			if in.op == "RUN" && in.has("go build") {
				r.want(strings.Contains(said.String(), "CGO_ENABLED=0"), lineOf(in.line), "build with CGO_ENABLED=0", "the binary needs the C library of its builder")
				r.want(strings.Contains(said.String(), "-trimpath"), lineOf(in.line), "build with -trimpath", "the binary holds the paths of its builder and differs between them")
			}
		}
	}
}

// lists reports whether a file names dependencies.
func lists(file string) bool {
	return slices.ContainsFunc([]string{"go.mod", "requirements.txt", "pyproject.toml", "package.json"}, func(s string) bool { return strings.HasSuffix(file, s) })
}

func (r *report) runs(stages []stage) {
	base, all := running(stages)
	user, named := last(all, "USER")
	id, _, _ := strings.Cut(user.args, ":")
	_, tag, _ := reference(base)
	root := id == "root" || id != "" && strings.Trim(id, "0") == "" || !named && !strings.Contains(tag, "nonroot")
	r.want(!root, lineOf(user.line), "end with a USER that is not root", "a hole in the program is a hole in the node")
	if named && !root {
		r.want(strings.Trim(id, "0123456789") == "", lineOf(user.line), "name the USER by number", "runAsNonRoot refuses a name: it may be root's")
	}
	for _, in := range all {
		if in.op == "COPY" || in.op == "ADD" || in.op == "ENV" {
			r.want(!in.has("/root/"), lineOf(in.line), "need nothing in root's home", "/root has mode 0700: no other user can read it")
		}
	}
	for _, s := range stages {
		for _, in := range s.instructions {
			r.want(in.op != "ARG" && in.op != "ENV" || !secret(in.args), lineOf(in.line), "put no secret into ARG or ENV", "whoever has the image can read it")
		}
	}
	const rule, why = "start the program in exec form", "a shell stands between, and SIGTERM does not reach the program"
	start, starts := last(all, "ENTRYPOINT")
	if !starts {
		start, starts = last(all, "CMD")
	}
	r.want(starts && start.execForm(), lineOf(start.line), rule, why)
}

// secret reports whether an ARG or ENV sets a name that a secret would have.
func secret(args string) bool {
	for i, word := range strings.Fields(args) {
		name, _, assigned := strings.Cut(word, "=")
		if (assigned || i == 0) && secretName(name) {
			return true
		}
	}
	return false
}

func secretName(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc([]string{"PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "ACCESS_KEY", "PRIVATE_KEY"},
		func(s string) bool { return strings.HasSuffix(name, s) })
}
