package deploy

import _ "embed" // for the files beside this one

//go:embed Dockerfile
var dockerfile string

//go:embed kubernetes.json
var manifests string

// Dockerfile returns the image file of cmd/shortener: two stages, a static binary
// that anyone can build again, no shell, no root. It is built at the module's root.
func Dockerfile() string { return dockerfile }

// Manifests returns the Kubernetes objects of cmd/shortener as a JSON List, which
// kubectl reads like YAML: a Deployment, its Service and its PodDisruptionBudget. They
// want a PostgreSQL server and a Secret named shortener with the keys "key" (of the codes,
// 16 bytes or more), "pgpass" (a line in PostgreSQL's format) and "ca.crt".
func Manifests() string { return manifests }

// A Fault is a rule that a file breaks.
type Fault struct {
	Where string // the line, or the object and its container
	Rule  string // what must be so
	Why   string // what happens otherwise
}

// String returns the place, the rule and the reason.
func (f Fault) String() string { return f.Where + ": " + f.Rule + ": " + f.Why }

// report collects faults.
type report []Fault

func (r *report) want(ok bool, where, rule, why string) {
	if !ok {
		*r = append(*r, Fault{where, rule, why})
	}
}
