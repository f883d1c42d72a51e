// Package manifests tests the files of patterns/deploy with what they are made for:
// the Kubernetes objects are decoded strictly into the types of k8s.io/api, and the
// Dockerfile's build command is run twice, for the same bytes. It has tests only.
package manifests
