// Package deploy has an image file and Kubernetes objects for a Go service, and the
// rules that they keep, as code: [CheckImage] and [CheckDeployment] name each fault of
// other such files.
//
// The rules are few and about Go services. A team runs hadolint, kube-linter and
// kubeconform as well, which know hundreds; for a program that runs on one machine a
// systemd unit and a static binary suffice.
//
// # From Python
//
//	Python                               Go
//	FROM python:slim, pip install        FROM scratch or distroless: one static file
//	PYTHONUNBUFFERED, PYTHONDONTWRITE... nothing: output is not buffered, nothing is compiled at run time
//	gunicorn --workers                   one process uses all cores of its limit
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - image (mid): What belongs in the image?
//   - rollout (mid): maxSurge, maxUnavailable, probes, grace: what keeps a rollout safe?
//   - resources (mid): Requests, limits, GOMEMLIMIT: how do they fit together?
package deploy
