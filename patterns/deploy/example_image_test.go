package deploy_test

import (
	"fmt"
	"runtime/debug"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

// What belongs in the image?
//
// The binary, certificates if it calls others, and nothing else: no compiler, no shell, no package
// manager. Two stages: one builds with CGO_ENABLED=0 and -trimpath, the other is empty or distroless and runs as a
// number that is not root. Name bases by version or digest. The binary itself tells what it was built
// from: read its build information.
//
// Follow-ups:
//   - Scratch or distroless? Scratch when the program brings certificates and time zones itself (import time/tzdata); distroless has both.
//   - How do you debug without a shell? kubectl debug attaches a container with tools beside it.
//   - What makes it reproducible? -trimpath, pinned modules and a pinned toolchain; the same sources then give the same bytes.
//
// Pitfalls:
//   - COPY . before go mod download: each changed line downloads every module again.
//   - A secret in ARG stays in the image's history.
//
// Trade-offs: A static binary of ten megabytes against an interpreter with its packages; what needs cgo needs a base with a C library.
//
// From Python: The Python original is multi-stage and slim. Its faults: packages go to /root/.local and the user cannot enter /root, bases without a digest
// on Python 3.10, whose support ended in October 2026, and PATH leads into root's home; the two ENV settings for buffering and bytecode have no counterpart here.
//
// Level: mid. Tags: docker, images, build. Since: go1.18. See: [runtime/debug.ReadBuildInfo], patterns/deploy/resources, patterns/deploy/rollout.
func Example_image() {
	fmt.Println("ours:", len(deploy.CheckImage(deploy.Dockerfile())), "faults")

	// The Python original's image, in short.
	fmt.Println("the original:")
	for _, fault := range deploy.CheckImage(`
		FROM python:3.10-slim AS builder
		COPY requirements.txt .
		RUN pip install --user -r requirements.txt
		FROM python:3.10-slim AS runtime
		COPY --from=builder /root/.local /root/.local
		COPY app.py .
		USER appuser
		ENV PATH="/root/.local/bin:${PATH}"
		CMD ["python", "app.py"]`) {
		fmt.Println("  ", fault.Rule)
	}

	info, ok := debug.ReadBuildInfo()
	settings := 0
	if ok {
		settings = len(info.Settings)
	}
	fmt.Println("the binary knows its toolchain and settings:", ok && info.GoVersion != "" && settings > 0)
	// Output:
	// ours: 0 faults
	// the original:
	//    run on scratch or distroless
	//    copy nothing into root's home
	// the binary knows its toolchain and settings: true
}
