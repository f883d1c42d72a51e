package matching_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/goconcepts/cookbook/matching"
)

// Two users: a router of webhooks and a filter of cluster events. (The third, the
// response handler, is in bench_test.go.) Each is written with patterns and by hand.

var (
	hookRepo   = NewVar[string]("repo")
	hookNumber = NewVar[int]("number")
)

var webhooks = MustCompile(
	Case(Map(Key("action", OneOf(Lit("opened"), Lit("reopened"))), Key("pull_request", Map(Key("number", hookNumber.As(Any)), Key("draft", Lit(false)))),
		Key("repository", Map(Key("full_name", hookRepo.As(Any))))), nothing),
	Case(Map(Key("ref", Prefix("refs/tags/")), Key("repository", Map(Key("full_name", hookRepo.As(Any))))), nothing),
	Case(Map(Key("zen", Any)), nothing),
)

func routeByHand(v any) (arm int, repo string, number int) {
	m, ok := v.(map[string]any)
	if !ok {
		return -1, "", 0
	}
	repository, _ := m["repository"].(map[string]any)
	repo, named := repository["full_name"].(string)
	if action, ok := m["action"].(string); ok && named && (action == "opened" || action == "reopened") {
		if pull, ok := m["pull_request"].(map[string]any); ok {
			n, isNumber := pull["number"].(float64)
			draft, isBool := pull["draft"].(bool)
			if isNumber && n == float64(int(n)) && isBool && !draft {
				return 0, repo, int(n)
			}
		}
	}
	if ref, ok := m["ref"].(string); ok && named && strings.HasPrefix(ref, "refs/tags/") {
		return 1, repo, 0
	}
	if _, ok := m["zen"]; ok {
		return 2, "", 0
	}
	return -1, "", 0
}

func TestWebhookRouter(t *testing.T) {
	repo := object{"full_name": "a/b"}
	pull := func(number, draft any) object { return object{"number": number, "draft": draft} }
	var b Bindings
	for _, v := range []any{
		object{"action": "opened", "pull_request": pull(7.0, false), "repository": repo},
		object{"action": "reopened", "pull_request": pull(7.0, false), "repository": repo},
		object{"action": "opened", "pull_request": pull(7.0, true), "repository": repo},
		object{"action": "opened", "pull_request": pull("7", false), "repository": repo},
		object{"action": "opened", "pull_request": pull(7.5, false), "repository": repo},
		object{"action": "closed", "pull_request": pull(7.0, false), "repository": repo},
		object{"action": "opened", "pull_request": nil, "repository": repo, "ref": "refs/tags/v1"},
		object{"ref": "refs/tags/v1", "repository": repo},
		object{"ref": "refs/heads/main", "repository": repo},
		object{"ref": "refs/tags/v1"},
		object{"zen": nil},
		object{},
		nil, "zen",
	} {
		arm, name, number := routeByHand(v)
		require.Equal(t, arm, webhooks.Index(v, &b), "%v", v)
		got, _ := hookRepo.Lookup(&b)
		require.Equal(t, name, got)
		n, _ := hookNumber.Lookup(&b)
		require.Equal(t, number, n)
	}
}

var eventReason = NewVar[string]("reason")

var clusterEvents = MustCompile(
	Case(Map(Key("type", Lit("Warning")), Key("reason", eventReason.As(OneOf(Lit("OOMKilled"), Lit("BackOff")))), Key("count", AtLeast(3)),
		Key("involvedObject", Map(Key("kind", Lit("Pod")), Key("namespace", Not(Prefix("kube-")))))), nothing),
	Case(Map(Key("type", Lit("Warning")), Key("involvedObject", Map(Key("kind", Lit("Node"))))), nothing),
)

func filterByHand(v any) (arm int, reason string) {
	m, ok := v.(map[string]any)
	if !ok {
		return -1, ""
	}
	if kind, ok := m["type"].(string); !ok || kind != "Warning" {
		return -1, ""
	}
	on, ok := m["involvedObject"].(map[string]any)
	if !ok {
		return -1, ""
	}
	switch kind, _ := on["kind"].(string); kind {
	case "Pod":
		reason, _ := m["reason"].(string)
		count, ok := m["count"].(float64)
		space, hasSpace := on["namespace"]
		text, _ := space.(string)
		if (reason == "OOMKilled" || reason == "BackOff") && ok && count >= 3 && hasSpace && !strings.HasPrefix(text, "kube-") {
			return 0, reason
		}
	case "Node":
		return 1, ""
	}
	return -1, ""
}

func TestClusterEventFilter(t *testing.T) {
	event := func(reason string, count any, kind, space string) object {
		return object{"type": "Warning", "reason": reason, "count": count, "involvedObject": object{"kind": kind, "namespace": space}}
	}
	var b Bindings
	for _, v := range []any{
		event("OOMKilled", 3.0, "Pod", "shop"), event("BackOff", 9.0, "Pod", "shop"), event("BackOff", 2.0, "Pod", "shop"),
		event("BackOff", "9", "Pod", "shop"), event("Started", 9.0, "Pod", "shop"), event("BackOff", 9.0, "Pod", "kube-system"),
		event("NotReady", 1.0, "Node", ""),
		object{"type": "Normal"},
		object{"type": "Warning"},
		nil,
		object{"type": "Warning", "involvedObject": object{"kind": 1.0}},
	} {
		arm, reason := filterByHand(v)
		require.Equal(t, arm, clusterEvents.Index(v, &b), "%v", v)
		got, _ := eventReason.Lookup(&b)
		require.Equal(t, reason, got)
	}
}
