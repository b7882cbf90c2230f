/* Reads what the student's program printed, and writes results.json. */
#include <stdio.h>

int main(void) {
    int got = 0;
    int is_read = scanf("%d", &got) == 1;
    int points = is_read && got == 42 ? 5 : 0;
    printf("{\"score\": %d, \"output\": \"It printed %d.\", \"tests\": [", points, got);
    printf("{\"name\": \"the answer\", \"score\": %d, \"max_score\": 5}]}\n", points);
    return 0;
}
