package deploy

import (
	"fmt"
	"reflect"
	"slices"
)

// privileges wants an image that is one image, and rights that a program does not need given up.
func (r *report) privileges(where string, c container, ofPod security) {
	s := c.SecurityContext
	r.want(pinned(c.Image), where, "name the image by version or digest", "nodes run different images under one name, and a rollback has no target")
	nonRoot := s.RunAsNonRoot
	if nonRoot == nil {
		nonRoot = ofPod.RunAsNonRoot
	}
	r.want(nonRoot != nil && *nonRoot, where, "runAsNonRoot: true", "an image that changes its user runs as root")
	r.want(s.AllowPrivilegeEscalation != nil && !*s.AllowPrivilegeEscalation, where, "allowPrivilegeEscalation: false", "a setuid file gives more rights than the pod had")
	r.want(s.ReadOnlyRootFilesystem, where, "readOnlyRootFilesystem: true", "an intruder can leave something behind")
	r.want(slices.Contains(s.Capabilities.Drop, "ALL"), where, "drop ALL capabilities", "the program keeps rights that it never uses")
	profile := s.SeccompProfile.Type
	if profile == "" {
		profile = ofPod.SeccompProfile.Type
	}
	r.want(profile != "" && profile != "Unconfined", where, "seccompProfile: RuntimeDefault", "every system call is open to an intruder")
	for _, e := range c.Env {
		r.want(e.Value == "" || !secretName(e.Name), where, "put no secret into env", "whoever may read the object can read it, and so can its backup: mount a Secret")
	}
}

func (r *report) probes(where string, c container) {
	r.want(c.StartupProbe != nil, where, "have a startupProbe", "liveness must guess how long a start takes")
	r.want(c.LivenessProbe != nil, where, "have a livenessProbe", "a process that hangs is never started again")
	r.want(c.ReadinessProbe != nil, where, "have a readinessProbe", "requests come before the program can serve them")
	for _, p := range []*probe{c.StartupProbe, c.LivenessProbe, c.ReadinessProbe} {
		if p == nil {
			continue
		}
		r.want(p.InitialDelaySeconds == 0, where, "probe without initialDelaySeconds", "for that time nothing is seen; a startupProbe ends as soon as the program has started")
		r.want(p.HTTPGet == nil || c.listens(p.HTTPGet.Port), where, "probe a port that the container has", "the probe always fails")
	}
	if c.LivenessProbe != nil && c.ReadinessProbe != nil {
		same := c.LivenessProbe.HTTPGet != nil && reflect.DeepEqual(c.LivenessProbe.HTTPGet, c.ReadinessProbe.HTTPGet)
		r.want(!same, where, "ask liveness and readiness at two paths", "a store that is away restarts every pod")
	}
}

func (r *report) resources(where string, c container) {
	requests, limits := c.Resources.Requests, c.Resources.Limits
	r.want(requests["memory"] != nil && requests["cpu"] != nil, where, "request cpu and memory", "the scheduler packs the node by guesswork")
	limit, limited := quantity(limits["memory"])
	r.want(limited, where, "limit memory", "one leak takes the whole node")
	if !limited {
		return
	}
	request, requested := quantity(requests["memory"])
	r.want(requested && request == limit, where, "request as much memory as the limit", "a node that is full kills the pods that are above their request")

	const why = "the collector does not know the limit: the kernel kills the process at it"
	at := slices.IndexFunc(c.Env, func(e struct{ Name, Value string }) bool { return e.Name == "GOMEMLIMIT" })
	if at < 0 {
		r.want(false, where, "set GOMEMLIMIT", why)
		return
	}
	value := c.Env[at].Value // empty when it refers to the limit: then it is all of it
	n, ok := goBytes(value)
	r.want(ok || value == "", where, "GOMEMLIMIT in B, KiB, MiB, GiB or TiB", fmt.Sprintf("with %.40q the Go runtime does not start", value))
	r.want(!ok && value != "" || ok && n <= limit*0.95, where, "GOMEMLIMIT at 95 % of the memory limit or less", why)
}
