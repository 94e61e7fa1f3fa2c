/* Powers modulo one 2048-bit number, four at a time in the lanes of AVX2 registers.

   Public numbers only: what it does depends on them, and so does the time that it takes.  Numbers are rows of 75
   limbs of 28 bits.  The modulus is a multiple N of the group's p with N = -1 modulo 2^28, so that the quotient
   digits of Montgomery's reduction can be read off the number itself, and R = 2^2100 is so much larger than N
   that nothing is ever subtracted: every product stays below 2^2077, and a column of at most 150 products of
   limbs, with its carry, stays below 2^64. */

#include <immintrin.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = 4,
    LIMBS = 75,
    BITS = 28,
    ROWS = 5,                 /* limbs that one pass takes; LIMBS is a multiple */
    ENTRY = 76,               /* a number in a table: its limbs and one zero, a multiple of four */
    SIZE = 264,               /* bytes of a number outside, the lowest first */
    EXPONENT = 32,            /* bytes of an exponent */
    TEETH = 5,                /* bits of an exponent that one look-up answers for, this far apart: */
    APART = 52,
    COMB = 1 << TEETH,
    WINDOW = 10,              /* bits of an exponent that one look-up in the table of a fixed base answers for */
    WIDTH = 1 << WINDOW,
    WINDOWS = 26,
    BLOCK = 5                 /* factors of which all subsets are multiplied at once */
};

typedef __m256i lanes;
typedef lanes number[ENTRY];

static number modulus;        /* N + 1: its lowest limb is zero */
static number square;         /* R^2, which brings numbers into Montgomery's form */
static number plain_one;      /* 1, which brings them out again */
static uint32_t unit[ENTRY];  /* R, the number one in that form */

#define MUL(a, b) _mm256_mul_epu32(a, b)
#define ADD(a, b) _mm256_add_epi64(a, b)
#define MASK _mm256_set1_epi64x((1 << BITS) - 1)
#define INLINE static inline __attribute__((always_inline))

/* t[c + r] += x[r] * y[c] for five limbs of x and `count` limbs of y, which are none or at least five;
   without the first four columns where the caller has done them. */
INLINE void rectangle(lanes *t, const lanes *x, const lanes *y, int count, int head)
{
    if (!count)
        return;
    if (head)
        for (int c = 0; c < ROWS - 1; c++)
            for (int r = 0; r <= c; r++)
                t[c] = ADD(t[c], MUL(x[r], y[c - r]));
#pragma GCC unroll 5
    for (int c = ROWS - 1; c < count; c++) {
        lanes first = ADD(t[c], MUL(x[0], y[c])), second = MUL(x[1], y[c - 1]);
        first = ADD(first, MUL(x[2], y[c - 2]));
        second = ADD(second, MUL(x[3], y[c - 3]));
        t[c] = ADD(ADD(first, MUL(x[4], y[c - 4])), second);
    }
    for (int c = count; c < count + ROWS - 1; c++)
        for (int r = c - count + 1; r < ROWS; r++)
            t[c] = ADD(t[c], MUL(x[r], y[c - r]));
}

/* Make the five lowest columns from `row` on zero by adding multiples of N. */
INLINE void reduce(lanes *t, int row)
{
    lanes m[ROWS], carry = _mm256_setzero_si256();
    for (int k = 0; k < ROWS; k++) {
        lanes column = ADD(t[row + k], carry);
        for (int r = 0; r < k; r++)
            column = ADD(column, MUL(m[r], modulus[k - r]));
        m[k] = _mm256_and_si256(column, MASK);
        carry = _mm256_srli_epi64(column, BITS);
    }
    t[row + ROWS] = ADD(t[row + ROWS], carry);
    rectangle(t + row + 1, m, modulus + 1, LIMBS - 1, 0);
}

INLINE void carried(lanes *result, const lanes *t)
{
    lanes carry = _mm256_setzero_si256();
    for (int k = 0; k < LIMBS; k++) {
        lanes column = ADD(t[LIMBS + k], carry);
        result[k] = _mm256_and_si256(column, MASK);
        carry = _mm256_srli_epi64(column, BITS);
    }
    result[LIMBS] = _mm256_setzero_si256();
}

static __attribute__((noinline)) void multiply(lanes *result, const lanes *a, const lanes *b)
{
    lanes t[2 * LIMBS + ROWS];
    memset(t, 0, sizeof t);
    for (int row = 0; row < LIMBS; row += ROWS) {
        rectangle(t + row, a + row, b, LIMBS, 1);
        reduce(t, row);
    }
    carried(result, t);
}

static __attribute__((noinline)) void squared(lanes *result, const lanes *a)
{
    lanes t[2 * LIMBS + ROWS], twice[ROWS];
    memset(t, 0, sizeof t);
    for (int row = 0; row < LIMBS; row += ROWS) {
        lanes *diagonal = t + 2 * row;
        for (int r = 0; r < ROWS; r++) {
            twice[r] = ADD(a[row + r], a[row + r]);
            diagonal[2 * r] = ADD(diagonal[2 * r], MUL(a[row + r], a[row + r]));
            for (int s = 0; s < r; s++)
                diagonal[r + s] = ADD(diagonal[r + s], MUL(twice[s], a[row + r]));
        }
        rectangle(diagonal + ROWS, twice, a + row + ROWS, LIMBS - ROWS - row, 1);
        reduce(t, row);
    }
    carried(result, t);
}

/* One table entry for each lane. */
INLINE void gather(lanes *number, const uint32_t *const from[LANES])
{
    for (int k = 0; k < ENTRY; k += 4) {
        __m128i a = _mm_loadu_si128((const __m128i *)(from[0] + k)), b = _mm_loadu_si128((const __m128i *)(from[1] + k));
        __m128i c = _mm_loadu_si128((const __m128i *)(from[2] + k)), d = _mm_loadu_si128((const __m128i *)(from[3] + k));
        __m128i ab = _mm_unpacklo_epi32(a, b), cd = _mm_unpacklo_epi32(c, d);
        __m128i AB = _mm_unpackhi_epi32(a, b), CD = _mm_unpackhi_epi32(c, d);
        number[k] = _mm256_cvtepu32_epi64(_mm_unpacklo_epi64(ab, cd));
        number[k + 1] = _mm256_cvtepu32_epi64(_mm_unpackhi_epi64(ab, cd));
        number[k + 2] = _mm256_cvtepu32_epi64(_mm_unpacklo_epi64(AB, CD));
        number[k + 3] = _mm256_cvtepu32_epi64(_mm_unpackhi_epi64(AB, CD));
    }
}

INLINE void scatter(uint32_t *const to[LANES], const lanes *number)
{
    for (int k = 0; k < ENTRY; k++) {
        uint64_t limbs[LANES];
        _mm256_storeu_si256((__m256i *)limbs, number[k]);
        for (int lane = 0; lane < LANES; lane++)
            to[lane][k] = (uint32_t)limbs[lane];
    }
}

static void times_entry(lanes *number, const uint32_t *const from[LANES])
{
    lanes other[ENTRY];
    gather(other, from);
    multiply(number, number, other);
}

static void from_bytes(uint32_t *entry, const uint8_t *bytes)
{
    uint64_t kept = 0;
    int bits = 0, at = 0;
    for (int k = 0; k < LIMBS; k++) {
        for (; bits < BITS && at < SIZE; bits += 8)
            kept |= (uint64_t)bytes[at++] << bits;
        entry[k] = kept & ((1 << BITS) - 1);
        kept >>= BITS;
        bits -= BITS;
    }
    entry[LIMBS] = 0;
}

static void to_bytes(uint8_t *bytes, const uint32_t *entry)
{
    uint64_t kept = 0;
    int bits = 0, at = 0;
    for (int k = 0; k < LIMBS; k++) {
        kept |= (uint64_t)entry[k] << bits;
        for (bits += BITS; bits >= 8 && at < SIZE; bits -= 8, kept >>= 8)
            bytes[at++] = (uint8_t)kept;
    }
    for (; at < SIZE; kept >>= 8)
        bytes[at++] = (uint8_t)kept;
}

/* Up to four numbers from outside, in Montgomery's form; lanes without one hold the first. */
static void enter(lanes *number, const uint8_t *values, int count)
{
    uint32_t entries[LANES][ENTRY];
    const uint32_t *from[LANES];
    for (int lane = 0; lane < LANES; lane++) {
        from_bytes(entries[lane], values + (size_t)SIZE * (lane < count ? lane : 0));
        from[lane] = entries[lane];
    }
    gather(number, from);
    multiply(number, number, square);
}

static void leave(uint8_t *results, const lanes *number, int count)
{
    uint32_t entries[LANES][ENTRY];
    uint32_t *to[LANES] = {entries[0], entries[1], entries[2], entries[3]};
    lanes plain[ENTRY];
    multiply(plain, number, plain_one);
    scatter(to, plain);
    for (int lane = 0; lane < count; lane++)
        to_bytes(results + (size_t)SIZE * lane, entries[lane]);
}

static void everywhere(lanes *number, const uint32_t *entry)
{
    const uint32_t *from[LANES] = {entry, entry, entry, entry};
    gather(number, from);
}

/* Whether this processor has what the rest needs. */
int comity_supported(void)
{
    return __builtin_cpu_supports("avx2") != 0;
}

/* Everything else waits for this: N + 1, R^2 and R modulo N. */
void comity_modulus(const uint8_t *n_plus_one, const uint8_t *r_squared, const uint8_t *r)
{
    uint32_t entry[ENTRY];
    from_bytes(entry, n_plus_one);
    everywhere(modulus, entry);
    from_bytes(entry, r_squared);
    everywhere(square, entry);
    memset(entry, 0, sizeof entry);
    entry[0] = 1;
    everywhere(plain_one, entry);
    from_bytes(unit, r);
}

/* Fill the subsets' products of `bits` numbers that stand at the powers of two of four tables. */
static void fill(uint32_t *const tables[LANES], int bits)
{
    uint32_t *to[LANES];
    for (int lane = 0; lane < LANES; lane++)
        memcpy(tables[lane], unit, sizeof unit);
    for (int high = 2; high < 1 << bits; high <<= 1) {
        const uint32_t *from[LANES];
        lanes top[ENTRY];
        for (int lane = 0; lane < LANES; lane++)
            from[lane] = tables[lane] + (size_t)ENTRY * high;
        gather(top, from);
        for (int low = 1; low < high; low++) {
            lanes product[ENTRY];
            for (int lane = 0; lane < LANES; lane++) {
                from[lane] = tables[lane] + (size_t)ENTRY * low;
                to[lane] = tables[lane] + (size_t)ENTRY * (high + low);
            }
            gather(product, from);
            multiply(product, product, top);
            scatter(to, product);
        }
    }
}

/* Entry d of row i is base^(d * 2^(10 i)); the table has 26 rows of 1024 entries of 76 words. */
void comity_table(uint32_t *table, const uint8_t *base)
{
    lanes step[ENTRY];
    uint32_t steps[WINDOWS + LANES][ENTRY];
    enter(step, base, 1);
    for (int row = 0; row < WINDOWS; row++) {
        uint32_t *to[LANES] = {steps[row], steps[row + 1], steps[row + 2], steps[row + 3]};
        scatter(to, step);
        for (int i = 0; i < WINDOW; i++)
            squared(step, step);
    }
    for (int row = 0; row < WINDOWS; row += LANES) {
        const uint32_t *from[LANES];
        uint32_t *to[LANES], beyond[LANES][ENTRY];
        lanes entry[ENTRY];
        for (int lane = 0; lane < LANES; lane++)
            from[lane] = steps[row + lane];
        gather(step, from);
        everywhere(entry, unit);
        for (int digit = 0; digit < WIDTH; digit++) {
            for (int lane = 0; lane < LANES; lane++)
                to[lane] = row + lane < WINDOWS ? table + (size_t)ENTRY * (WIDTH * (row + lane) + digit) : beyond[lane];
            scatter(to, entry);
            multiply(entry, entry, step);
        }
    }
}

INLINE int bit(const uint8_t *exponent, int at)
{
    return at < 8 * EXPONENT ? exponent[at >> 3] >> (at & 7) & 1 : 0;
}

INLINE int digit_of(const uint8_t *exponent, int column)
{
    int digit = 0;
    for (int tooth = 0; tooth < TEETH; tooth++)
        digit |= bit(exponent, column + APART * tooth) << tooth;
    return digit;
}

INLINE int window_of(const uint8_t *exponent, int row)
{
    int digit = 0;
    for (int i = 0; i < WINDOW; i++)
        digit |= bit(exponent, WINDOW * row + i) << i;
    return digit;
}

/* For every job the product of up to three powers: of an element, and of the bases of two tables.

   After the given elements come sums: each multiplies a span (start, count) of the given ones.  A job whose
   table is missing has no such power.  Answers 0, or -1 without memory. */
int comity_powers(int elements, const uint8_t *values, int sums, const int32_t *spans, int jobs, const int32_t *which,
                  const uint8_t *exponents, const uint32_t *const *tables, uint8_t *results)
{
    size_t whole = (size_t)COMB * ENTRY;
    uint32_t *combs = malloc((elements + sums + LANES) * whole * sizeof *combs);
    uint32_t *beyond = combs + (elements + sums) * whole;
    if (!combs)
        return -1;
    for (int first = 0; first < elements; first += LANES) {
        uint32_t *to[LANES], *table[LANES];
        lanes power[ENTRY];
        int here = elements - first < LANES ? elements - first : LANES;
        enter(power, values + (size_t)SIZE * first, here);
        for (int lane = 0; lane < LANES; lane++)
            table[lane] = lane < here ? combs + (first + lane) * whole : beyond + lane * whole;
        for (int tooth = 0; tooth < TEETH; tooth++) {
            for (int lane = 0; lane < LANES; lane++)
                to[lane] = table[lane] + ((size_t)ENTRY << tooth);
            scatter(to, power);
            for (int i = 0; i < APART && tooth + 1 < TEETH; i++)
                squared(power, power);
        }
        fill(table, TEETH);
    }
    for (int first = 0; first < sums; first += LANES) {
        uint32_t *to[LANES], *table[LANES];
        int longest = 0;
        for (int lane = 0; lane < LANES; lane++) {
            table[lane] = first + lane < sums ? combs + (elements + first + lane) * whole : beyond + lane * whole;
            if (first + lane < sums && spans[2 * (first + lane) + 1] > longest)
                longest = spans[2 * (first + lane) + 1];
        }
        for (int tooth = 0; tooth < TEETH; tooth++) {
            lanes product[ENTRY];
            everywhere(product, unit);
            for (int i = 0; i < longest; i++) {
                const uint32_t *from[LANES];
                for (int lane = 0; lane < LANES; lane++) {
                    const int32_t *span = spans + 2 * (first + lane);
                    from[lane] = first + lane < sums && i < span[1]
                        ? combs + (span[0] + i) * whole + ((size_t)ENTRY << tooth) : unit;
                }
                times_entry(product, from);
            }
            for (int lane = 0; lane < LANES; lane++)
                to[lane] = table[lane] + ((size_t)ENTRY << tooth);
            scatter(to, product);
        }
        fill(table, TEETH);
    }
    for (int first = 0; first < jobs; first += LANES) {
        const uint32_t *from[LANES];
        lanes product[ENTRY];
        int here = jobs - first < LANES ? jobs - first : LANES, wanted[2] = {0, 0};
        for (int lane = 0; lane < here; lane++) {
            wanted[0] |= tables[2 * (first + lane)] != NULL;
            wanted[1] |= tables[2 * (first + lane) + 1] != NULL;
        }
        everywhere(product, unit);
        for (int column = APART - 1; column >= 0; column--) {
            if (column != APART - 1)
                squared(product, product);
            for (int lane = 0; lane < LANES; lane++) {
                int job = first + lane;
                from[lane] = lane < here
                    ? combs + which[job] * whole + ENTRY * digit_of(exponents + (size_t)3 * EXPONENT * job, column)
                    : unit;
            }
            times_entry(product, from);
        }
        for (int second = 0; second < 2; second++)
            for (int row = 0; wanted[second] && row < WINDOWS; row++) {
                for (int lane = 0; lane < LANES; lane++) {
                    int job = first + lane;
                    const uint32_t *table = lane < here ? tables[2 * job + second] : NULL;
                    from[lane] = table
                        ? table + (size_t)ENTRY * (WIDTH * row + window_of(exponents + (size_t)EXPONENT * (3 * job + 1 + second), row))
                        : unit;
                }
                times_entry(product, from);
            }
        leave(results + (size_t)SIZE * first, product, here);
    }
    free(combs);
    return 0;
}

/* Products of subsets: byte b * count + i of the digits says which of five factors of block b are in product i.
   Answers 0, or -1 without memory. */
int comity_subsets(int factors, const uint8_t *values, int count, const uint8_t *digits, uint8_t *results)
{
    size_t whole = (size_t)(1 << BLOCK) * ENTRY;
    int blocks = (factors + BLOCK - 1) / BLOCK, groups = (count + LANES - 1) / LANES;
    uint32_t *table = malloc(LANES * whole * sizeof *table), entries[LANES][ENTRY];
    number *products = aligned_alloc(32, groups * sizeof *products);
    if (!table || !products) {
        free(table);
        free(products);
        return -1;
    }
    for (int group = 0; group < groups; group++)
        everywhere(products[group], unit);
    for (int first = 0; first < blocks; first += LANES) {
        uint32_t *to[LANES], *each[LANES];
        for (int lane = 0; lane < LANES; lane++)
            each[lane] = table + lane * whole;
        for (int i = 0; i < BLOCK; i++) {
            const uint32_t *from[LANES];
            lanes factor[ENTRY];
            for (int lane = 0; lane < LANES; lane++) {
                int at = BLOCK * (first + lane) + i;
                memset(entries[lane], 0, sizeof entries[lane]);
                if (at < factors)
                    from_bytes(entries[lane], values + (size_t)SIZE * at);
                else
                    entries[lane][0] = 1;
                from[lane] = entries[lane];
                to[lane] = each[lane] + ((size_t)ENTRY << i);
            }
            gather(factor, from);
            multiply(factor, factor, square);
            scatter(to, factor);
        }
        fill(each, BLOCK);
        for (int block = first; block < first + LANES && block < blocks; block++)
            for (int group = 0; group < groups; group++) {
                const uint32_t *from[LANES];
                for (int lane = 0; lane < LANES; lane++) {
                    int i = LANES * group + lane;
                    from[lane] = i < count
                        ? each[block - first] + ENTRY * (digits[(size_t)count * block + i] & ((1 << BLOCK) - 1)) : unit;
                }
                times_entry(products[group], from);
            }
    }
    for (int group = 0; group < groups; group++)
        leave(results + (size_t)SIZE * LANES * group, products[group], count - LANES * group < LANES ? count - LANES * group : LANES);
    free(table);
    free(products);
    return 0;
}

/* How wide a table is, for whoever makes room for it. */
size_t comity_table_words(void)
{
    return (size_t)WINDOWS * WIDTH * ENTRY;
}
