package deploy

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// deployment checks one Deployment among the objects that are applied with it.
func (r *report) deployment(o object, all []object) {
	where := strings.TrimSpace("Deployment " + o.Metadata.Name)
	s, p := o.Spec, o.Spec.Template.Spec
	r.want(s.Replicas != nil && *s.Replicas > 1, where, "run two replicas or more", "a node that goes takes the service along")
	r.want(s.Strategy.Type != "Recreate" && zero(s.Strategy.RollingUpdate.MaxUnavailable), where, "maxUnavailable: 0", "a rollout serves with fewer pods than are wanted")
	r.want(p.spreads(s.Template.Metadata.Labels), where, "spread the pods over nodes", "all replicas may share one node, and its end")
	r.ending(where, p)
	r.want(p.AutomountServiceAccountToken != nil && !*p.AutomountServiceAccountToken, where, "automountServiceAccountToken: false",
		"an intruder finds a key to the cluster's API")
	for _, c := range p.InitContainers {
		r.privileges(where+", container "+c.Name, c, p.SecurityContext)
	}
	for _, c := range p.Containers {
		at := where + ", container " + c.Name
		r.privileges(at, c, p.SecurityContext)
		r.probes(at, c)
		r.resources(at, c)
	}
	r.neighbours(where, s, all)
}

// spreads reports whether something keeps the pods apart: a constraint or an
// anti-affinity between the pods themselves.
func (p pod) spreads(own labels) bool {
	rules := slices.Concat(p.TopologySpreadConstraints, p.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution)
	for _, preferred := range p.Affinity.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution {
		rules = append(rules, preferred.PodAffinityTerm)
	}
	return slices.ContainsFunc(rules, func(s spread) bool { return s.TopologyKey == "kubernetes.io/hostname" && s.LabelSelector.selects(own) })
}

// finish is the least time that running requests have after the drain.
const finish = 10 * time.Second

// ending wants that a pod serves on while the news of its end spreads, and that
// it is not killed in the middle.
func (r *report) ending(where string, p pod) {
	grace := 30 * time.Second // what Kubernetes takes by default
	if p.TerminationGracePeriodSeconds != nil {
		grace = time.Duration(*p.TerminationGracePeriodSeconds) * time.Second
	}
	drain, drains := time.Duration(0), false
	for _, c := range p.Containers {
		d, ok := c.drain()
		drain, drains = max(drain, d), drains || ok
	}
	r.want(drains, where, "drain: sleep before SIGTERM or serve on after it", "requests are still sent while the pod is already gone")
	r.want(grace >= drain+finish, where, "a grace period longer than the drain by 10 s or more",
		fmt.Sprintf("the pod is killed after %v, and the drain alone takes %v", grace, drain))
}

// drain returns how long a container serves on when its end has begun: the preStop
// sleep and its own flag -drain. A preStop command takes nobody knows how long.
func (c container) drain() (d time.Duration, ok bool) {
	stop := c.Lifecycle.PreStop
	d, ok = time.Duration(stop.Sleep.Seconds)*time.Second, stop.Sleep.Seconds > 0 || stop.Exec != nil
	words := slices.Concat(c.Command, c.Args)
	for i, word := range words {
		name, value, assigned := strings.Cut(word, "=")
		if strings.TrimLeft(name, "-") != "drain" || !strings.HasPrefix(name, "-") {
			continue
		}
		if !assigned && i+1 < len(words) {
			value = words[i+1]
		}
		if own, err := time.ParseDuration(value); err == nil && own > 0 {
			return d + own, true
		}
	}
	return d, ok
}

// neighbours wants a Service and a budget that select the deployment's pods.
func (r *report) neighbours(where string, s spec, all []object) {
	own := s.Template.Metadata.Labels
	served, budgeted, evictable := false, false, true
	for _, o := range all {
		if !o.Spec.Selector.selects(own) {
			continue
		}
		switch o.Kind {
		case "Service":
			served = true
			for _, p := range o.Spec.Ports {
				r.want(s.Template.Spec.listens(p.TargetPort, p.Port), where, "a Service that leads to a port of the pods", "each request to it is refused")
			}
		case "PodDisruptionBudget":
			budgeted = true
			evictable = evictable && !zero(o.Spec.MaxUnavailable) && fmt.Sprint(o.Spec.MinAvailable) != "100%" &&
				(s.Replicas == nil || fmt.Sprint(o.Spec.MinAvailable) != fmt.Sprint(*s.Replicas))
		}
	}
	r.want(served, where, "a Service that selects the pods", "nobody finds them, or whoever does keeps the address of one that is gone")
	r.want(budgeted, where, "a PodDisruptionBudget that selects the pods", "a drain of several nodes may take all replicas at once")
	r.want(evictable, where, "a PodDisruptionBudget that lets one pod go", "no node that runs a pod can ever be drained")
}

// listens reports whether a container has the port that a Service leads to: by
// name, or by number. What is not declared may still be listened on, but nobody can check it.
func (p pod) listens(target, otherwise any) bool {
	if target == nil {
		target = otherwise
	}
	for _, c := range p.Containers {
		if c.listens(target) {
			return true
		}
	}
	return false
}

func (c container) listens(port any) bool {
	for _, p := range c.Ports {
		if want := fmt.Sprint(port); want == p.Name || want == fmt.Sprint(p.ContainerPort) {
			return true
		}
	}
	return false
}

// zero reports whether a count or percentage is nothing.
func zero(v any) bool {
	text := fmt.Sprint(v)
	return text == "0" || text == "0%"
}
