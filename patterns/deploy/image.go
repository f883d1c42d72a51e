package deploy

import (
	"slices"
	"strings"
)

// CheckImage returns the rules that a Dockerfile breaks, in the order of this list:
// more than one stage, bases with a version, a last stage without compiler and package manager,
// CGO_ENABLED=0 and -trimpath where Go is built, dependencies copied before the
// sources, a user that is not root and that owns nothing of root's home, no secret in
// an ARG or ENV, an entry point in exec form.
func CheckImage(dockerfile string) []Fault {
	lines := instructions(dockerfile)
	var faults []Fault
	want := func(ok bool, rule, why string) {
		if !ok {
			faults = append(faults, Fault{rule, why})
		}
	}
	stages := having(lines, "FROM ")
	want(len(stages) > 1, "build in one stage, run in another", "the compiler and the sources are shipped, too")
	want(!slices.ContainsFunc(stages, unpinned), "name each base with a version", "the next build has another base, and nobody has changed a line")
	last := ""
	if len(stages) > 0 {
		last = stages[len(stages)-1]
	}
	want(strings.Contains(last, "scratch") || strings.Contains(last, "distroless"), "run on scratch or distroless",
		"a shell and a package manager are of use to intruders only")
	if builds := having(lines, "go build"); len(builds) > 0 {
		want(contains(lines, "CGO_ENABLED=0"), "build with CGO_ENABLED=0", "the binary needs the C library of its builder")
		want(contains(builds, "-trimpath"), "build with -trimpath", "the binary holds the paths of its builder and differs between them")
	}
	first, whole := index(lines, "go.mod", "requirements.txt"), index(lines, "COPY . ")
	want(whole < 0 || first >= 0 && first < whole, "copy the list of dependencies before the sources", "every change of a line downloads all of them again")
	users := having(lines, "USER ")
	want(len(users) > 0 && !slices.Contains([]string{"USER root", "USER 0"}, users[len(users)-1]), "end with a USER that is not root",
		"a hole in the program is a hole in the node")
	want(!contains(having(lines, "COPY "), "/root/"), "copy nothing into root's home", "/root has mode 0700: the user that the program runs as cannot read it")
	want(!slices.ContainsFunc(lines, secret), "put no secret into ARG or ENV", "whoever has the image can read it")
	starts := append(having(lines, "ENTRYPOINT "), having(lines, "CMD ")...)
	want(len(starts) > 0 && !slices.ContainsFunc(starts, func(s string) bool { return !strings.Contains(s, "[") }),
		"start the program in exec form", "a shell stands between, and SIGTERM does not reach the program")
	return faults
}

// instructions returns the lines without comments, continued lines joined.
func instructions(dockerfile string) (lines []string) {
	text := strings.ReplaceAll(dockerfile, "\\\n", " ")
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, strings.Join(strings.Fields(line), " "))
		}
	}
	return lines
}

func having(lines []string, part string) (found []string) {
	for _, line := range lines {
		if strings.Contains(line, part) {
			found = append(found, line)
		}
	}
	return found
}

func contains(lines []string, part string) bool { return len(having(lines, part)) > 0 }

func index(lines []string, parts ...string) int {
	return slices.IndexFunc(lines, func(line string) bool {
		return strings.HasPrefix(line, "COPY ") && slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(line, p) })
	})
}

// unpinned reports whether a FROM names a base without a tag or digest, or latest.
func unpinned(from string) bool {
	for _, word := range strings.Fields(from)[1:] {
		if strings.HasPrefix(word, "--") {
			continue
		}
		_, tag, found := strings.Cut(word[strings.LastIndexByte(word, '/')+1:], ":")
		return word != "scratch" && (!found || tag == "latest")
	}
	return true
}

func secret(line string) bool {
	line = strings.ToUpper(line)
	return (strings.HasPrefix(line, "ARG ") || strings.HasPrefix(line, "ENV ")) &&
		slices.ContainsFunc([]string{"PASSWORD", "SECRET", "TOKEN", "API_KEY"}, func(w string) bool { return strings.Contains(line, w) })
}
