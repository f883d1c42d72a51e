/* Times cblas_dgemm on n x n matrices, and prints the median in milliseconds and
 * an element of the product: openblas N THREADS */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void openblas_set_num_threads(int);

static int by_size(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv) {
	enum { rounds = 31 };
	if (argc != 3)
		return 2;
	int n = atoi(argv[1]);
	openblas_set_num_threads(atoi(argv[2]));
	double *a = malloc(sizeof *a * n * n), *b = malloc(sizeof *b * n * n), *c = calloc((size_t)n * n, sizeof *c);
	if (!a || !b || !c)
		return 1;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			a[i * n + j] = (i * 7 + j * 3) % 11 - 5;
			b[i * n + j] = (i * 5 + j * 2) % 13 - 6;
		}
	double ms[rounds];
	for (int r = 0; r < rounds; r++) {
		struct timespec from, to;
		clock_gettime(CLOCK_MONOTONIC, &from);
		cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
		clock_gettime(CLOCK_MONOTONIC, &to);
		ms[r] = (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6;
	}
	qsort(ms, rounds, sizeof *ms, by_size);
	printf("%.6f %.0f\n", ms[rounds / 2], c[(n / 3) * n + n / 2]);
	return 0;
}
