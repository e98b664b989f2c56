/* The inner loops of the streams in C: what caffe_fillers/rng does in NumPy, to the same bits.
 *
 * NumPy's way is the reference and the fallback; a kernel is only quicker. What is promised about
 * numbers (STREAMS.md) is promised of both, and every golden test runs on both.
 *
 * Rules of this file:
 * - Every + - * / sqrt is one IEEE operation in the type that is written. It must be compiled
 *   without contraction (-ffp-contract=off) and without -ffast-math; a fused product and sum is
 *   written FMA, and stands only where an era asks for it.
 * - float32 functions are our own (rng/libm.py says whose algorithms). float64 ones are the C
 *   library's, which rng/libm.py calls through `math`; the loader makes sure that they are equal.
 * - Kernels take addresses and counts, hold no Python object, and run without the interpreter's
 *   lock. Who calls them owns the memory, and lets no two threads use one source at a time.
 * - The tables come from Python once (`constants`), so that each stands in one place.
 *
 * The file includes itself twice for what is written for a float type F: see "of type F".
 */
#ifndef F

#define Py_LIMITED_API 0x030A0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error "float arithmetic is done in a wider type here; NumPy's way gives the right bits"
#endif
#ifdef __FAST_MATH__
#error "-ffast-math changes bits"
#endif

/* One build for several generations of x86-64, where compiler and C library can choose between
 * them when the module is loaded. The bits are the same in each. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__) && \
    !defined(ONE_TARGET)
#define CLONED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONED
#endif
#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#elif defined(_MSC_VER)
#define INLINE static __forceinline
#else
#define INLINE static inline
#endif

/* --- words: MT19937 ------------------------------------------------------------------------- */

enum { N = 624, M = 397 };

/* A source: N words of state and the number of them that have been given out (N: all). */
typedef uint32_t Source[N + 1];

INLINE uint32_t twisted(uint32_t word, uint32_t next, uint32_t far)
{
    uint32_t y = (word & 0x80000000u) | (next & 0x7fffffffu);
    return far ^ (y >> 1) ^ ((0u - (y & 1u)) & 0x9908b0dfu);
}

/* The next N words of state, in runs that do not depend on their own results. */
CLONED static void twist(uint32_t *state)
{
    uint32_t first;
    for (int j = 0; j < N - M; j++) state[j] = twisted(state[j], state[j + 1], state[j + M]);
    for (int j = N - M; j < 2 * (N - M); j++)
        state[j] = twisted(state[j], state[j + 1], state[j - (N - M)]);
    for (int j = 2 * (N - M); j < N - 1; j++)
        state[j] = twisted(state[j], state[j + 1], state[j - (N - M)]);
    first = state[0];
    state[N - 1] = twisted(state[N - 1], first, state[M - 1]);
}

INLINE uint32_t tempered(uint32_t z)
{
    z ^= z >> 11;
    z ^= (z << 7) & 0x9d2c5680u;
    z ^= (z << 15) & 0xefc60000u;
    return z ^ (z >> 18);
}

CLONED static void temper(const uint32_t *restrict state, uint32_t *restrict words, int count)
{
    for (int j = 0; j < count; j++) words[j] = tempered(state[j]);
}

static void seed_source(uint32_t *source, uint32_t seed)
{
    source[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        source[i] = 1812433253u * (source[i - 1] ^ (source[i - 1] >> 30)) + i;
    source[N] = N;
}

/* Reads first the words that lie ready, then those of the source. */
typedef struct {
    const uint32_t *next, *end; /* what can be read without asking for more */
    uint32_t *source;
    int64_t taken; /* words read before `begin` */
    const uint32_t *begin;
    int fresh; /* whether `next` points into `block` */
    uint32_t block[N];
} Reader;

static void open_reader(Reader *reader, uint32_t *source, const uint32_t *ready, int64_t count)
{
    reader->source = source;
    reader->begin = reader->next = ready;
    reader->end = ready + count;
    reader->taken = 0;
    reader->fresh = 0;
}

/* More words, when all are read: the rest of the source's state, or the next state. */
static void refill(Reader *reader)
{
    uint32_t at = reader->source[N];
    reader->taken += reader->end - reader->begin;
    if (reader->fresh || at >= N) {
        twist(reader->source);
        at = 0;
    }
    temper(reader->source + at, reader->block, (int)(N - at));
    reader->source[N] = N; /* put right when the reader is closed */
    reader->begin = reader->next = reader->block;
    reader->end = reader->block + (N - at);
    reader->fresh = 1;
}

INLINE int64_t available(Reader *reader)
{
    if (reader->next == reader->end) refill(reader);
    return reader->end - reader->next;
}

INLINE uint32_t take(Reader *reader)
{
    if (reader->next == reader->end) refill(reader);
    return *reader->next++;
}

/* Leaves the source behind the last word read; the number of words read, ready ones included. */
static int64_t close_reader(Reader *reader)
{
    if (reader->fresh) reader->source[N] = (uint32_t)(N - (reader->end - reader->next));
    return reader->taken + (reader->next - reader->begin);
}

static void take_words(uint32_t *source, uint32_t *out, int64_t count)
{
    Reader reader;
    open_reader(&reader, source, out, 0);
    while (count) {
        int64_t some = available(&reader);
        if (some > count) some = count;
        memcpy(out, reader.next, (size_t)some * sizeof *out);
        reader.next += some;
        out += some;
        count -= some;
    }
    close_reader(&reader);
}

static void skip_words(uint32_t *source, int64_t count)
{
    int64_t left = N - (int64_t)(source[N] < N ? source[N] : N);
    if (count <= left) {
        source[N] = (uint32_t)(N - left + count);
        return;
    }
    for (count -= left; count > 0; count -= N) {
        twist(source);
        source[N] = (uint32_t)(count < N ? count : N);
    }
}

/* --- tables --------------------------------------------------------------------------------- */

enum { LAYERS = 128, EXPONENTIAL_LAYERS = 256 };

/* As rng/compiled.py packs them, which says where each comes from. */
static struct {
    double x[LAYERS + 1], y[LAYERS + 1];
    double ex[EXPONENTIAL_LAYERS + 1], ey[EXPONENTIAL_LAYERS + 1];
    double log_inverse[16], log_of_it[16], log_poly[3], ln2;
    uint64_t power_bits[32];
    double exp_scale, exp_shift, exp_poly[3];
    double sin_poly[3], cos_poly[4], quarters, half_pi;
    double old_ln2_high, old_ln2_low, old_log_poly[7];
    double half_pi_high, half_pi_low, sin_taylor[8], cos_taylor[9];
    double step_double[256];
    float step_float[256];
    uint32_t limit_double[256], limit_float[256];
} T;

/* --- the float32 functions of the C libraries ----------------------------------------------- */

INLINE uint32_t bits_of(float x) { uint32_t b; memcpy(&b, &x, sizeof b); return b; }
INLINE float float_of(uint32_t b) { float x; memcpy(&x, &b, sizeof x); return x; }
INLINE uint64_t bits_of_double(double x) { uint64_t b; memcpy(&b, &x, sizeof b); return b; }
INLINE double double_of(uint64_t b) { double x; memcpy(&x, &b, sizeof x); return x; }

/* log(x) of x in (0, 1]: glibc 2.28 and newer. */
INLINE float log_modern(float x)
{
    uint32_t bits = bits_of(x), offset = bits - 0x3f330000u;
    uint32_t i = (offset >> 19) & 15u;
    /* The shift of a signed number, written so that every compiler does the same. */
    double k = (double)((int32_t)(offset >> 23) - (int32_t)((offset >> 31) << 9));
    double z = float_of(bits - (offset & 0xff800000u));
    double r = z * T.log_inverse[i] - 1.0;
    double y0 = T.log_of_it[i] + k * T.ln2;
    double r2 = r * r;
    double y = T.log_poly[1] * r + T.log_poly[2];
    y = T.log_poly[0] * r2 + y;
    return (float)(y * r2 + (y0 + r));
}

/* exp(x) of x <= 0: all C libraries of the eras. */
INLINE float exp_single(float x)
{
    double z = T.exp_scale * (double)x;
    double shifted = z + T.exp_shift;
    uint64_t k = bits_of_double(shifted);
    double r = z - (shifted - T.exp_shift);
    double scale = double_of(T.power_bits[k & 31u] + (k << 47));
    double y = T.exp_poly[2] * r + 1.0;
    y = (T.exp_poly[0] * r + T.exp_poly[1]) * (r * r) + y;
    return (float)(y * scale);
}

/* The sine after a number of quarter turns: S, C, -S, -C. */
INLINE double turned(int32_t quarters, double sine, double cosine)
{
    double value = quarters & 1 ? cosine : sine;
    return quarters & 2 ? -value : value;
}

/* Sine and cosine of y in [0, 2 pi]: glibc 2.28 and newer. */
INLINE void sin_cos_modern(float y, float *sine, float *cosine)
{
    uint32_t top = bits_of(y) >> 20;
    double x = y;
    int32_t n = ((int32_t)(x * T.quarters) + 0x800000) >> 24;
    n = top < 0x3f490fdbu >> 20 ? 0 : n;
    double r = x - (double)n * T.half_pi;
    double x2 = r * r, x3 = r * x2, x4 = x2 * x2;
    double s = (r + x3 * T.sin_poly[0]) + (x3 * x2) * (T.sin_poly[1] + x2 * T.sin_poly[2]);
    double c = ((1.0 + x2 * T.cos_poly[0]) + x4 * T.cos_poly[1]) +
               (x4 * x2) * (T.cos_poly[2] + x2 * T.cos_poly[3]);
    float tiny_or = (float)turned(n, s, c);
    *sine = top < 0x39800000u >> 20 ? y : tiny_or;
    tiny_or = (float)turned(n + 1, s, c);
    *cosine = top < 0x39800000u >> 20 ? 1.0f : tiny_or;
}

/* log(x) of x in (0, 1]: x86-64 glibc 2.26 and older, every step in float. */
INLINE float log_old(float x)
{
    uint32_t bits = bits_of(x);
    int32_t mantissa = (int32_t)(bits & 0x7fffffu);
    int32_t carry = (mantissa + (0x95f64 << 3)) & 0x800000;
    float k = (float)((int32_t)(bits >> 23) - 127 + (carry >> 23));
    float f = float_of((uint32_t)(mantissa | (carry ^ 0x3f800000))) - 1.0f;
    float high = k * (float)T.old_ln2_high, low = k * (float)T.old_ln2_low;
    if (((mantissa + 15) & 0x7fffff) < 16) {
        float rest = f * f * (0.5f - (1.0f / 3.0f) * f);
        if (f == 0.0f) return high + low;
        return k == 0.0f ? f - rest : high - ((rest - low) - f);
    }
    const double *c = T.old_log_poly;
    float s = f / (2.0f + f), z = s * s, w = z * z;
    float odd = w * ((float)c[1] + w * ((float)c[3] + w * (float)c[5]));
    float rest = z * ((float)c[0] + w * ((float)c[2] + w * ((float)c[4] + w * (float)c[6]))) + odd;
    if (((mantissa - 0x30a3d0) | (0x35c288 - mantissa)) > 0) {
        float half = 0.5f * f * f;
        if (k == 0.0f) return f - (half - s * (half + rest));
        return high - ((half - (s * (half + rest) + low)) - f);
    }
    if (k == 0.0f) return f - s * (f - rest);
    return high - ((s * (f - rest) - low) - f);
}

/* Sine and cosine of y in [0, 2 pi], correctly rounded: what glibc 2.26 and older nearly gave. */
INLINE void sin_cos_rounded(float y, float *sine, float *cosine)
{
    double x = y, n = rint(x / T.half_pi_high);
    double first = x - n * T.half_pi_high, second = n * T.half_pi_low;
    double r = first - second, rest = (first - r) - second;
    double x2 = r * r, s = 0.0, c = 0.0;
    for (int i = 0; i < 8; i++) s = s * x2 + T.sin_taylor[i];
    for (int i = 0; i < 9; i++) c = c * x2 + T.cos_taylor[i];
    s = r + (r * x2 * s + rest);
    c = 1.0 + (x2 * c - r * rest);
    *sine = (float)turned((int32_t)n, s, c);
    *cosine = (float)turned((int32_t)n + 1, s, c);
}

INLINE float log_of_float(float x, int old) { return old ? log_old(x) : log_modern(x); }
INLINE double log_of_double(double x, int old) { (void)old; return log(x); }

INLINE void sin_cos_of_float(float x, float *sine, float *cosine, int old)
{
    if (old) sin_cos_rounded(x, sine, cosine);
    else sin_cos_modern(x, sine, cosine);
}

INLINE void sin_cos_of_double(double x, double *sine, double *cosine, int old)
{
    (void)old;
    *sine = sin(x);
    *cosine = cos(x);
}

INLINE int first_bit(uint32_t bits)
{
#if defined(__GNUC__)
    return __builtin_ctz(bits);
#else
    int i = 0;
    while (!(bits >> i & 1u)) i++;
    return i;
#endif
}

/* --- seeds: the first words of many streams ---------------------------------------------------- */

/* Streams worked at a time, side by side: enough to hide how long a multiplication takes. */
enum { LANES = 128 };
typedef uint32_t Row[LANES];

/* Rows 0 … rows - 1 of the states that LANES seeds from `first` on begin with. */
CLONED static void seed_rows(uint32_t first, int rows, Row *state)
{
    for (uint32_t l = 0; l < LANES; l++) state[0][l] = first + l;
    for (int i = 1; i < rows; i++)
        for (int l = 0; l < LANES; l++)
            state[i][l] = 1812433253u * (state[i - 1][l] ^ (state[i - 1][l] >> 30)) + (uint32_t)i;
}

CLONED static void twist_row(const uint32_t *word, const uint32_t *next, const uint32_t *far,
                             uint32_t *out)
{
    for (int l = 0; l < LANES; l++) out[l] = twisted(word[l], next[l], far[l]);
}

CLONED static void temper_row(uint32_t *row)
{
    for (int l = 0; l < LANES; l++) row[l] = tempered(row[l]);
}

/* Words start … start + count - 1 of LANES seeds: a row for each, in `out`. */
static void words_of_seeds(uint32_t first, int64_t start, int count, Row *state, Row *out)
{
    int64_t stop = start + count;
    if (stop + M <= N) {
        seed_rows(first, (int)stop + M, state);
        for (int64_t j = start; j < stop; j++)
            twist_row(state[j], state[j + 1], state[j + M], out[j - start]);
    } else {
        seed_rows(first, N, state);
        for (int64_t begin = 0; begin < stop; begin += N)
            for (int64_t j = 0; j < N && begin + j < stop; j++) {
                twist_row(state[j], state[(j + 1) % N], state[(j + M) % N], state[j]);
                if (begin + j >= start) memcpy(out[begin + j - start], state[j], sizeof(Row));
            }
    }
    for (int i = 0; i < count; i++) temper_row(out[i]);
}

/* How to tell that a stream cannot begin with a value; identify/scans.py makes these. What passes
 * is looked at again: a scan may let too much pass, never too little. */
typedef struct {
    int32_t kind, rows; /* how many words it looks at */
    /* WITHIN: some word lies in its interval. */
    int32_t intervals, interval_row[8];
    uint32_t interval_low[8], interval_high[8];
    /* ZIGGURAT: by byte, words that give the value and from which on they may be slow. */
    int32_t tail; /* whether the value may come from the tail */
    uint32_t low[256], high[256], slow[256];
    /* BOX_MULLER: sine or cosine, the value, and how far off it may be. */
    int32_t sine;
    float value, slack, radius_slack;
} Scan;

enum { WITHIN, ZIGGURAT, BOX_MULLER };

INLINE int rounds_to_one(uint32_t word) { return word >= 0xffffff80u; }

CLONED static void pass_within(const Scan *scan, Row *words, uint8_t *pass)
{
    memset(pass, 0, LANES);
    for (int i = 0; i < scan->intervals; i++) {
        const uint32_t *row = words[scan->interval_row[i]];
        uint32_t low = scan->interval_low[i], width = scan->interval_high[i] - low;
        for (int l = 0; l < LANES; l++) pass[l] |= row[l] - low <= width;
    }
}

/* 0: gives another value, 1: gives the value, or may be slow and give any. */
INLINE int may_give(const Scan *scan, uint32_t word)
{
    uint32_t byte = word & 255u;
    int slow = word >= scan->slow[byte] && (byte > 1 || scan->tail);
    return slow | (word >= scan->low[byte] && word <= scan->high[byte]);
}

static void pass_ziggurat(const Scan *scan, Row *words, uint8_t *pass)
{
    for (int l = 0; l < LANES; l++) {
        uint32_t word = words[0][l], byte = word & 255u;
        int gives = word >= scan->low[byte] && word <= scan->high[byte];
        pass[l] = (uint8_t)gives;
        if (word < scan->slow[byte] || gives) continue;
        /* A slow draw gives its own value or none; then the next one begins two words on. */
        if (byte < 2) pass[l] = (uint8_t)scan->tail;
        else pass[l] = rounds_to_one(words[1][l]) || may_give(scan, words[2][l]);
    }
}

CLONED static void pass_box_muller(const Scan *scan, Row *words, uint8_t *pass)
{
    float made[LANES], radius[LANES], angle[LANES], sine[LANES], cosine[LANES];
    int32_t near[LANES];
    for (int l = 0; l < LANES; l++) angle[l] = (float)words[0][l] * 1.4629180792671596e-9f;
    for (int l = 0; l < LANES; l++) radius[l] = 1.0f - (float)words[1][l] * 2.3283064365386963e-10f;
    for (int l = 0; l < LANES; l++) radius[l] = radius[l] < 1e-9f ? 1e-9f : radius[l];
    for (int l = 0; l < LANES; l++) radius[l] = -2.0f * log_modern(radius[l]);
    for (int l = 0; l < LANES; l++) radius[l] = sqrtf(radius[l]);
    for (int l = 0; l < LANES; l++) sin_cos_modern(angle[l], &sine[l], &cosine[l]);
    for (int l = 0; l < LANES; l++) made[l] = radius[l] * (scan->sine ? sine[l] : cosine[l]);
    for (int l = 0; l < LANES; l++)
        near[l] = fabsf(made[l] - scan->value) <= scan->slack + scan->radius_slack * radius[l];
    for (int l = 0; l < LANES; l++)
        near[l] |= rounds_to_one(words[0][l]) | rounds_to_one(words[1][l]);
    for (int l = 0; l < LANES; l++) pass[l] = (uint8_t)near[l];
}

/* The seeds of first … first + count - 1 that pass one of the scans, into `hits`; how many. `count`
 * is a multiple of LANES. */
static int64_t scan_seeds(const Scan *scans, int number, uint32_t first, int64_t count,
                          int64_t start, Row *state, Row *words, uint32_t *hits)
{
    int64_t found = 0;
    int rows = 0;
    for (int i = 0; i < number; i++) rows = scans[i].rows > rows ? scans[i].rows : rows;
    for (int64_t at = 0; at < count; at += LANES) {
        uint8_t pass[LANES] = {0}, one[LANES];
        words_of_seeds(first + (uint32_t)at, start, rows, state, words);
        for (int i = 0; i < number; i++) {
            if (scans[i].kind == WITHIN) pass_within(scans + i, words, one);
            else if (scans[i].kind == ZIGGURAT) pass_ziggurat(scans + i, words, one);
            else pass_box_muller(scans + i, words, one);
            for (int l = 0; l < LANES; l++) pass[l] |= one[l];
        }
        for (int l = 0; l < LANES; l++) {
            hits[found] = first + (uint32_t)(at + l);
            found += pass[l];
        }
    }
    return found;
}

/* --- statistics: what one pass over many values tells ------------------------------------------- */

/* Values widened at a time, and sums kept side by side: adding is never reordered by a compiler. */
enum { WIDENED = 1024, SUMS = 16 };

/* Values at … of an array of float or double at any address, as doubles; how many. */
static int widened(const char *values, int wide, int64_t at, int64_t count, double *out)
{
    int some = count - at < WIDENED ? (int)(count - at) : WIDENED;
    float narrow[WIDENED];
    if (wide) {
        memcpy(out, values + at * 8, (size_t)some * 8);
        return some;
    }
    memcpy(narrow, values + at * 4, (size_t)some * 4);
    for (int i = 0; i < some; i++) out[i] = narrow[i];
    return some;
}

INLINE double sum_of(const double *sums)
{
    double total = 0;
    for (int l = 0; l < SUMS; l++) total += sums[l];
    return total;
}

/* Adds the sum of f(x) over `count` values x of `v` to `to`, in SUMS chains. */
#define ADD_UP(to, count, x, f)                                         \
    do {                                                                \
        double sums[SUMS] = {0};                                        \
        int from = 0;                                                   \
        for (; from + SUMS <= (count); from += SUMS)                    \
            for (int l = 0; l < SUMS; l++) {                            \
                const int x = from + l;                                 \
                sums[l] += (f);                                         \
            }                                                           \
        for (int x = from; x < (count); x++) sums[0] += (f);            \
        (to) += sum_of(sums);                                           \
    } while (0)

typedef struct {
    double least, most, total, zeros, negative_zeros;
    int64_t not_finite; /* the first one, -1 for none; nothing else is told then */
} Looks;

/* The first value of a block that is not finite, -1 for none. */
static int first_not_finite(const double *v, int count)
{
    for (int i = 0; i < count; i++)
        if (!(v[i] - v[i] == 0)) return i;
    return -1;
}

/* The least and the largest of WIDENED values, halving them; what is not to count is infinite. */
INLINE void extremes(double *low, double *high, Looks *found)
{
    for (int half = WIDENED / 2; half; half /= 2) {
        for (int l = 0; l < half; l++) low[l] = low[l + half] < low[l] ? low[l + half] : low[l];
        for (int l = 0; l < half; l++)
            high[l] = high[l + half] > high[l] ? high[l + half] : high[l];
    }
    if (low[0] < found->least) found->least = low[0];
    if (high[0] > found->most) found->most = high[0];
}

/* With `kept` zeros count for `zeros` alone. */
CLONED static void look_at(const char *values, int wide, int64_t count, int kept, Looks *found)
{
    double v[WIDENED], high[WIDENED];
    memset(found, 0, sizeof *found);
    found->least = INFINITY, found->most = -INFINITY, found->not_finite = -1;
    for (int64_t at = 0; at < count;) {
        int some = widened(values, wide, at, count, v);
        double total = 0, zeros = 0;
        ADD_UP(total, some, i, v[i]);
        ADD_UP(zeros, some, i, v[i] == 0 ? 1.0 : 0.0);
        if (!(total - total == 0)) {
            int bad = first_not_finite(v, some);
            if (bad >= 0) {
                found->not_finite = at + bad;
                return;
            }
        }
        found->total += total;
        found->zeros += zeros;
        memcpy(high, v, sizeof v);
        if (zeros)
            for (int i = 0; i < some; i++) {
                found->negative_zeros += bits_of_double(v[i]) == 1ull << 63;
                if (kept && v[i] == 0) v[i] = INFINITY, high[i] = -INFINITY;
            }
        for (int i = some; i < WIDENED; i++) v[i] = INFINITY, high[i] = -INFINITY;
        extremes(v, high, found);
        at += some;
    }
}

/* The sums of the second and fourth powers of the distances from the mean. */
CLONED static void spread_about(const char *values, int wide, int64_t count, int kept, double mean,
                                double *found)
{
    double v[WIDENED], squares[WIDENED];
    found[0] = found[1] = 0;
    for (int64_t at = 0; at < count;) {
        int some = widened(values, wide, at, count, v);
        for (int i = 0; i < some; i++)
            squares[i] = kept && v[i] == 0 ? 0.0 : (v[i] - mean) * (v[i] - mean);
        ADD_UP(found[0], some, i, squares[i]);
        ADD_UP(found[1], some, i, squares[i] * squares[i]);
        at += some;
    }
}

/* Where a distribution function steps, infinity behind the last one, and for cells of equal width where to look for the step. */
typedef struct {
    const double *at;
    const int32_t *cells;
    int64_t cell_count;
    double origin, cells_a_unit;
} Steps;

/* Sums of z, |z| and z * z for z = (x - center) * inverse, and how many values need which step. */
CLONED static void sum_up(const char *values, int wide, int64_t count, double center,
                          double inverse, double *found)
{
    double v[WIDENED];
    found[0] = found[1] = found[2] = 0;
    for (int64_t at = 0; at < count;) {
        int some = widened(values, wide, at, count, v);
        for (int i = 0; i < some; i++) v[i] = (v[i] - center) * inverse;
        ADD_UP(found[0], some, i, v[i]);
        ADD_UP(found[1], some, i, fabs(v[i]));
        ADD_UP(found[2], some, i, v[i] * v[i]);
        at += some;
    }
}

static void count_steps(const char *values, int wide, int64_t count, const Steps *steps,
                        int64_t *seen)
{
    double v[WIDENED];
    int32_t cell[WIDENED];
    const double last = (double)(steps->cell_count - 1);
    for (int64_t at = 0; at < count;) {
        int some = widened(values, wide, at, count, v);
        for (int i = 0; i < some; i++) {
            double place = (v[i] - steps->origin) * steps->cells_a_unit;
            place = place < 0 ? 0 : place;
            cell[i] = (int32_t)(place > last ? last : place);
        }
        for (int i = 0; i < some; i++) {
            int64_t step = steps->cells[cell[i]];
            step += steps->at[step] < v[i]; /* nearly always far enough, and without a branch */
            while (steps->at[step] < v[i]) step++;
            seen[step]++;
        }
        at += some;
    }
}

/* Over disjoint pairs x, y of values `lag` places from each other, brought to the unit scale: sums
 * of x * y, |x * y|, x * x and |x| + |y|; the number of pairs. */
CLONED static int64_t pair_up(const char *values, int wide, int64_t count, int64_t lag,
                              double center, double inverse, double *found)
{
    double both[WIDENED], x[WIDENED], y[WIDENED];
    const int64_t doubles = count / (2 * lag), size = wide ? 8 : 4;
    for (int k = 0; k < 4; k++) found[k] = 0;
    for (int64_t row = 0, column = 0; row < doubles;) {
        int some = 0;
        if (lag == 1) {
            some = widened(values + 2 * row * size, wide, 0,
                           doubles - row < WIDENED / 2 ? 2 * (doubles - row) : WIDENED, both) / 2;
            for (int i = 0; i < some; i++) x[i] = both[2 * i], y[i] = both[2 * i + 1];
            row += some;
        } else
            while (row < doubles && some < WIDENED) {
                int64_t more = lag - column < WIDENED - some ? lag - column : WIDENED - some;
                const char *from = values + (2 * row * lag + column) * size;
                widened(from, wide, 0, more, x + some);
                widened(from + lag * size, wide, 0, more, y + some);
                some += (int)more;
                column += more;
                if (column == lag) column = 0, row++;
            }
        for (int i = 0; i < some; i++) x[i] = (x[i] - center) * inverse;
        for (int i = 0; i < some; i++) y[i] = (y[i] - center) * inverse;
        ADD_UP(found[0], some, i, x[i] * y[i]);
        ADD_UP(found[1], some, i, fabs(x[i] * y[i]));
        ADD_UP(found[2], some, i, x[i] * x[i]);
        ADD_UP(found[3], some, i, fabs(x[i]) + fabs(y[i]));
    }
    return doubles * lag;
}

/* --- what is written of type F -------------------------------------------------------------- */

#define F float
#define OF(name) name##_float
#define IS_FLOAT 1
#define FMA fmaf
#define SQRT sqrtf
#define EXP exp_single
#include "_kernels.c"
#undef F
#undef OF
#undef IS_FLOAT
#undef FMA
#undef SQRT
#undef EXP

#define F double
#define OF(name) name##_double
#define IS_FLOAT 0
#define FMA fma
#define SQRT sqrt
#define EXP exp
#include "_kernels.c"
#undef F

/* --- the module: addresses and numbers in, the number of words taken out ---------------------- */

#define AT(type, address) ((type *)(uintptr_t)(address))
typedef unsigned long long Address;

static PyObject *py_constants(PyObject *self, PyObject *args)
{
    Address from;
    Py_ssize_t size;
    (void)self;
    if (!PyArg_ParseTuple(args, "Kn", &from, &size)) return NULL;
    if (size != (Py_ssize_t)sizeof T) {
        PyErr_Format(PyExc_ValueError, "%zd bytes of constants, not %zu", size, sizeof T);
        return NULL;
    }
    memcpy(&T, AT(void, from), sizeof T);
    derive_layers_float();
    derive_layers_double();
    Py_RETURN_NONE;
}

static PyObject *py_seed(PyObject *self, PyObject *args)
{
    Address source;
    unsigned int seed;
    (void)self;
    if (!PyArg_ParseTuple(args, "KI", &source, &seed)) return NULL;
    seed_source(AT(uint32_t, source), seed);
    Py_RETURN_NONE;
}

static PyObject *py_words(PyObject *self, PyObject *args)
{
    Address source, out;
    Py_ssize_t count;
    (void)self;
    if (!PyArg_ParseTuple(args, "KKn", &source, &out, &count)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    take_words(AT(uint32_t, source), AT(uint32_t, out), count);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *py_skip(PyObject *self, PyObject *args)
{
    Address source;
    long long count;
    (void)self;
    if (!PyArg_ParseTuple(args, "KL", &source, &count)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    skip_words(AT(uint32_t, source), count);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

/* What all draws begin with: source, words that lie ready, array to fill. */
typedef struct {
    Address source, ready, out;
    Py_ssize_t ready_count, count;
    int wide; /* whether F is double */
} Draw;

#define DRAW "KKnKnp"
#define DRAW_FIELDS(d) &(d).source, &(d).ready, &(d).ready_count, &(d).out, &(d).count, &(d).wide
#define RUN(d, result, float_call, double_call)                                         \
    do {                                                                                \
        Reader reader;                                                                  \
        Py_BEGIN_ALLOW_THREADS                                                          \
        open_reader(&reader, AT(uint32_t, (d).source), AT(uint32_t, (d).ready),         \
                    (d).ready_count);                                                   \
        if ((d).wide) double_call;                                                      \
        else float_call;                                                                \
        result = close_reader(&reader);                                                 \
        Py_END_ALLOW_THREADS                                                            \
    } while (0)

static PyObject *py_uniform(PyObject *self, PyObject *args)
{
    Draw d;
    double low, range, below;
    int on_fraction, halved, fused;
    int64_t taken;
    (void)self;
    if (!PyArg_ParseTuple(args, DRAW "dddppp", DRAW_FIELDS(d), &low, &range, &below,
                          &on_fraction, &halved, &fused))
        return NULL;
    RUN(d, taken,
        uniform_float(&reader, AT(float, d.out), d.count, (float)low, (float)range, (float)below,
                      on_fraction, halved, fused),
        uniform_double(&reader, AT(double, d.out), d.count, low, range, below, on_fraction, halved,
                       fused));
    return PyLong_FromLongLong(taken);
}

/* `kind`: of the numbers to write, as in NumPy: 'f', 'd', 'i' (4 bytes) or 'B' (1 byte). */
static void bernoulli(Reader *reader, void *out, int64_t count, int64_t most, int kind);

static PyObject *py_bernoulli(PyObject *self, PyObject *args)
{
    Draw d;
    double limit;
    int kind;
    int64_t taken;
    (void)self;
    if (!PyArg_ParseTuple(args, DRAW "dC", DRAW_FIELDS(d), &limit, &kind)) return NULL;
    RUN(d, taken,
        bernoulli(&reader, AT(void, d.out), d.count, most_within_float((float)limit), kind),
        bernoulli(&reader, AT(void, d.out), d.count, most_within_double(limit), kind));
    return PyLong_FromLongLong(taken);
}

static PyObject *py_ziggurat(PyObject *self, PyObject *args)
{
    Draw d;
    double mean, std;
    int fused, chords, old;
    int64_t taken;
    (void)self;
    if (!PyArg_ParseTuple(args, DRAW "ddppp", DRAW_FIELDS(d), &mean, &std, &fused, &chords, &old))
        return NULL;
    RUN(d, taken,
        ziggurat_float(&reader, AT(float, d.out), d.count, (float)mean, (float)std, fused, chords,
                       old),
        ziggurat_double(&reader, AT(double, d.out), d.count, mean, std, fused, chords, old));
    return PyLong_FromLongLong(taken);
}

static PyObject *py_box_muller(PyObject *self, PyObject *args)
{
    Draw d;
    double mean, std;
    int fused, old;
    int64_t taken;
    (void)self;
    if (!PyArg_ParseTuple(args, DRAW "ddpp", DRAW_FIELDS(d), &mean, &std, &fused, &old))
        return NULL;
    RUN(d, taken,
        box_muller_float(&reader, AT(float, d.out), d.count, (float)mean, (float)std, fused, old),
        box_muller_double(&reader, AT(double, d.out), d.count, mean, std, fused, old));
    return PyLong_FromLongLong(taken);
}

static PyObject *py_first_words(PyObject *self, PyObject *args)
{
    unsigned int first;
    int count;
    long long start, seeds;
    Address state, rows, out;
    (void)self;
    if (!PyArg_ParseTuple(args, "ILLiKKK", &first, &seeds, &start, &count, &state, &rows, &out))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    for (long long at = 0; at < seeds; at += LANES) {
        long long some = seeds - at < LANES ? seeds - at : LANES;
        words_of_seeds(first + (uint32_t)at, start, count, AT(Row, state), AT(Row, rows));
        for (int i = 0; i < count; i++)
            memcpy(AT(uint32_t, out) + i * seeds + at, AT(Row, rows)[i],
                   (size_t)some * sizeof(uint32_t));
    }
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *py_scan(PyObject *self, PyObject *args)
{
    unsigned int first;
    long long start, seeds;
    Address scan, state, rows, hits;
    Py_ssize_t size;
    int64_t found;
    (void)self;
    if (!PyArg_ParseTuple(args, "KnILLKKK", &scan, &size, &first, &seeds, &start, &state, &rows,
                          &hits))
        return NULL;
    if (size % (Py_ssize_t)sizeof(Scan)) {
        PyErr_Format(PyExc_ValueError, "scans of %zd bytes, not of %zu", size, sizeof(Scan));
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    found = scan_seeds(AT(Scan, scan), (int)(size / (Py_ssize_t)sizeof(Scan)), first, seeds, start, AT(Row, state), AT(Row, rows),
                       AT(uint32_t, hits));
    Py_END_ALLOW_THREADS
    return PyLong_FromLongLong(found);
}

/* What statistics begin with: an array of float or double. */
typedef struct {
    Address values;
    Py_ssize_t count;
    int wide;
} Array;

#define ARRAY "Knp"
#define ARRAY_FIELDS(a) &(a).values, &(a).count, &(a).wide

static PyObject *py_looks(PyObject *self, PyObject *args)
{
    Array a;
    int kept;
    Looks found;
    (void)self;
    if (!PyArg_ParseTuple(args, ARRAY "p", ARRAY_FIELDS(a), &kept)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    look_at(AT(char, a.values), a.wide, a.count, kept, &found);
    Py_END_ALLOW_THREADS
    return Py_BuildValue("Lddddd", (long long)found.not_finite, found.least, found.most,
                         found.total, found.zeros, found.negative_zeros);
}

static PyObject *py_spread(PyObject *self, PyObject *args)
{
    Array a;
    int kept;
    double mean, found[2];
    (void)self;
    if (!PyArg_ParseTuple(args, ARRAY "pd", ARRAY_FIELDS(a), &kept, &mean)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    spread_about(AT(char, a.values), a.wide, a.count, kept, mean, found);
    Py_END_ALLOW_THREADS
    return Py_BuildValue("dd", found[0], found[1]);
}

static PyObject *py_sums(PyObject *self, PyObject *args)
{
    Array a;
    double center, inverse, found[3];
    (void)self;
    if (!PyArg_ParseTuple(args, ARRAY "dd", ARRAY_FIELDS(a), &center, &inverse)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    sum_up(AT(char, a.values), a.wide, a.count, center, inverse, found);
    Py_END_ALLOW_THREADS
    return Py_BuildValue("ddd", found[0], found[1], found[2]);
}

static PyObject *py_steps(PyObject *self, PyObject *args)
{
    Array a;
    Address at, cells, seen;
    Py_ssize_t cell_count;
    double origin, cells_a_unit;
    (void)self;
    if (!PyArg_ParseTuple(args, ARRAY "KKnddK", ARRAY_FIELDS(a), &at, &cells, &cell_count, &origin,
                          &cells_a_unit, &seen))
        return NULL;
    Steps steps = {AT(double, at), AT(int32_t, cells), cell_count, origin, cells_a_unit};
    Py_BEGIN_ALLOW_THREADS
    count_steps(AT(char, a.values), a.wide, a.count, &steps, AT(int64_t, seen));
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *py_pairs(PyObject *self, PyObject *args)
{
    Array a;
    long long lag;
    int64_t pairs;
    double center, inverse, found[4];
    (void)self;
    if (!PyArg_ParseTuple(args, ARRAY "Ldd", ARRAY_FIELDS(a), &lag, &center, &inverse)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    pairs = pair_up(AT(char, a.values), a.wide, a.count, lag, center, inverse, found);
    Py_END_ALLOW_THREADS
    return Py_BuildValue("Ldddd", (long long)pairs, found[0], found[1], found[2], found[3]);
}

static PyObject *py_equal(PyObject *self, PyObject *args)
{
    Address first, second;
    Py_ssize_t size;
    int differ;
    (void)self;
    if (!PyArg_ParseTuple(args, "KKn", &first, &second, &size)) return NULL;
    Py_BEGIN_ALLOW_THREADS
    differ = memcmp(AT(void, first), AT(void, second), (size_t)size);
    Py_END_ALLOW_THREADS
    return PyBool_FromLong(!differ);
}

/* log, exp, sin, cos of the C library that this module calls: for the loader's comparison. */
static PyObject *py_host(PyObject *self, PyObject *args)
{
    double x;
    (void)self;
    if (!PyArg_ParseTuple(args, "d", &x)) return NULL;
    return Py_BuildValue("dddd", log(x), exp(-x), sin(x), cos(x));
}

#define CLONED_FILL(type)                                                                        \
    CLONED static void ones_##type(const uint32_t *restrict words, type *restrict out,           \
                                   int64_t count, int64_t most)                                  \
    {                                                                                            \
        uint32_t last = (uint32_t)most;                                                          \
        for (int64_t i = 0; i < count; i++) out[i] = (type)(words[i] <= last);                   \
    }
CLONED_FILL(float)
CLONED_FILL(double)
CLONED_FILL(int32_t)
CLONED_FILL(uint8_t)

static void bernoulli(Reader *reader, void *out, int64_t count, int64_t most, int kind)
{
    for (int64_t done = 0; done < count;) {
        int64_t some = available(reader);
        if (some > count - done) some = count - done;
        if (kind == 'f') ones_float(reader->next, (float *)out + done, some, most);
        else if (kind == 'd') ones_double(reader->next, (double *)out + done, some, most);
        else if (kind == 'i') ones_int32_t(reader->next, (int32_t *)out + done, some, most);
        else ones_uint8_t(reader->next, (uint8_t *)out + done, some, most);
        reader->next += some;
        done += some;
    }
}

/* Which text this was built of: the build defines a checksum of it. */
#ifndef SOURCE_CRC
#define SOURCE_CRC 0UL
#endif

static PyObject *py_source_crc(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    return PyLong_FromUnsignedLong(SOURCE_CRC);
}

static PyMethodDef METHODS[] = {
    {"source_crc", py_source_crc, METH_NOARGS, "source_crc(): the checksum of what was built."},
    {"constants", py_constants, METH_VARARGS, "constants(address, bytes): the tables."},
    {"seed", py_seed, METH_VARARGS, "seed(source, seed): a source at its beginning."},
    {"words", py_words, METH_VARARGS, "words(source, out, count): the next words."},
    {"skip", py_skip, METH_VARARGS, "skip(source, count): the next words, unseen."},
    {"uniform", py_uniform, METH_VARARGS,
     "uniform(source, ready, ready_count, out, count, wide, low, range, below, on_fraction, "
     "halved, fused) -> words taken."},
    {"bernoulli", py_bernoulli, METH_VARARGS,
     "bernoulli(source, ready, ready_count, out, count, wide, limit, kind) -> words taken."},
    {"ziggurat", py_ziggurat, METH_VARARGS,
     "ziggurat(source, ready, ready_count, out, count, wide, mean, std, fused, chords, old_libm) "
     "-> words taken."},
    {"box_muller", py_box_muller, METH_VARARGS,
     "box_muller(source, ready, ready_count, out, count, wide, mean, std, fused, old_libm) -> "
     "words taken; an even count."},
    {"first_words", py_first_words, METH_VARARGS,
     "first_words(first, seeds, start, count, state, rows, out): words of many seeds, a row each."},
    {"scan", py_scan, METH_VARARGS,
     "scan(scans, bytes, first, seeds, start, state, rows, hits) -> number of seeds that pass."},
    {"looks", py_looks, METH_VARARGS,
     "looks(values, count, wide, kept) -> first that is not finite or -1, least, most, total, "
     "zeros, negative zeros."},
    {"spread", py_spread, METH_VARARGS,
     "spread(values, count, wide, kept, mean) -> sums of second and fourth powers about it."},
    {"sums", py_sums, METH_VARARGS,
     "sums(values, count, wide, center, inverse) -> sums of z, |z| and z * z."},
    {"steps", py_steps, METH_VARARGS,
     "steps(values, count, wide, at, cells, count, origin, cells a unit, seen): how many "
     "values need which step."},
    {"pairs", py_pairs, METH_VARARGS,
     "pairs(values, count, wide, lag, center, inverse) -> number of pairs, sums of x * y, |x * y|, "
     "x * x, |x| + |y|."},
    {"equal", py_equal, METH_VARARGS, "equal(first, second, bytes) -> whether they are."},
    {"host", py_host, METH_VARARGS, "host(x) -> log(x), exp(-x), sin(x), cos(x)."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_kernels", "The inner loops of the streams.", 0, METHODS,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) { return PyModuleDef_Init(&MODULE); }

#else /* of type F ------------------------------------------------------------------------------ */

/* --- uniform: U0, U1, U2 --- */

INLINE F OF(fraction)(uint32_t word) { return (F)word * (F)2.3283064365386963e-10; /* 2**-32 */ }

INLINE F OF(scaled)(F t, F low, F range, int fused)
{
    return fused ? FMA(t, range, low) : t * range + low;
}

/* Values of `count` words; the number of words that are to be passed over. */
INLINE int64_t OF(uniform_block)(const uint32_t *restrict words, F *restrict out, int64_t count,
                                 F low, F range, F below, int on_fraction, int fused)
{
    int32_t bad = 0;
    for (int64_t i = 0; i < count; i++) {
        F t = OF(fraction)(words[i]);
        F value = OF(scaled)(t, low, range, fused);
        bad += !((on_fraction ? t : value) < below);
        out[i] = value;
    }
    return bad;
}

CLONED static int64_t OF(uniform_plain)(const uint32_t *words, F *out, int64_t count, F low,
                                        F range, F below)
{
    return OF(uniform_block)(words, out, count, low, range, below, 0, 0);
}

CLONED static int64_t OF(uniform_other)(const uint32_t *words, F *out, int64_t count, F low,
                                        F range, F below, int on_fraction, int fused)
{
    if (on_fraction && fused)
        return OF(uniform_block)(words, out, count, low, range, below, 1, 1);
    if (on_fraction) return OF(uniform_block)(words, out, count, low, range, below, 1, 0);
    return OF(uniform_block)(words, out, count, low, range, below, 0, 1);
}

static void OF(uniform)(Reader *reader, F *out, int64_t count, F low, F range, F below,
                        int on_fraction, int halved, int fused)
{
    for (int64_t done = 0; done < count;) {
        int64_t some = available(reader), bad, kept;
        if (some > count - done) some = count - done;
        F *values = out + done;
        if (on_fraction || fused)
            bad = OF(uniform_other)(reader->next, values, some, low, range, below, on_fraction,
                                    fused);
        else bad = OF(uniform_plain)(reader->next, values, some, low, range, below);
        kept = some;
        if (bad) {
            kept = 0;
            for (int64_t i = 0; i < some; i++) {
                F t = OF(fraction)(reader->next[i]);
                F value = values[i];
                if ((on_fraction ? t : value) < below) values[kept++] = value;
            }
        }
        if (halved)
            for (int64_t i = 0; i < kept; i++) values[i] *= (F)2;
        reader->next += some;
        done += kept;
    }
}

/* The largest word that gives a one, -1 for none: F(word) grows with the word. */
static int64_t OF(most_within)(F limit)
{
    int64_t low = -1, high = 0xffffffff;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if ((F)(uint32_t)middle <= limit) low = middle;
        else high = middle - 1;
    }
    return low;
}

/* --- gaussian --- */

CLONED static void OF(affine)(F *values, int64_t count, F mean, F std)
{
    for (int64_t i = 0; i < count; i++) values[i] = values[i] * std + mean;
}

CLONED static void OF(affine_fused)(F *values, int64_t count, F mean, F std)
{
    for (int64_t i = 0; i < count; i++) values[i] = FMA(values[i], std, mean);
}

/* The next fraction below 1; in float32 a word may round to 1 and is passed over. */
INLINE F OF(unit)(Reader *reader)
{
    F t;
    do t = OF(fraction)(take(reader));
    while (!(t < (F)1));
    return t;
}

/* --- G2, G3: the ziggurat --- */

/* A layer of the normal ziggurat in F, but for the edge of its fast draws: Boost compares with the
 * double table, also for float. */
static struct {
    double edge;
    F width, low, step, shoulder; /* X[i], Y[i], Y[i+1] - Y[i], X[i] - X[i+1] */
    int convex;
} OF(layers)[LAYERS];

static void OF(derive_layers)(void)
{
    for (int i = 0; i < LAYERS; i++) {
        OF(layers)[i].edge = T.x[i + 1];
        OF(layers)[i].width = (F)T.x[i];
        OF(layers)[i].low = (F)T.y[i];
        OF(layers)[i].step = (F)(T.y[i + 1] - T.y[i]);
        OF(layers)[i].shoulder = (F)(T.x[i] - T.x[i + 1]);
        OF(layers)[i].convex = T.x[i] >= 1.0;
    }
}

/* Whether the point at x in layer i, at the height t, lies under the curve. Whatever the answer,
 * the words are taken: so the callers need not wait for it, and it has few branches. */
INLINE int OF(under_curve)(uint32_t i, F x, F t, int chords)
{
    F low = OF(layers)[i].low, width = OF(layers)[i].width;
    F y = low + t * OF(layers)[i].step;
    if (!chords) return y < EXP(-((x * x) / (F)2));
    F gap = width - x;
    F chord = OF(layers)[i].shoulder * t - gap;
    F tangent = y - (low + (gap * low) * width);
    F upper = OF(layers)[i].convex ? chord : tangent;
    F lower = OF(layers)[i].convex ? tangent : chord;
    int may = upper < (F)0, must = lower < (F)0;
    if (may > must) return y < EXP(-((x * x) / (F)2));
    return may;
}

enum { OF(PAIR) = IS_FLOAT ? 1 : 2 }; /* words of a pair: a byte and a fraction */

/* The fraction in steps of 2**-24, in double of 2**-29, and the fraction itself. */
#if IS_FLOAT
INLINE F OF(steps)(uint32_t first, uint32_t second)
{
    (void)second;
    return (F)(int32_t)(first >> 8);
}
INLINE F OF(of_steps)(F steps) { return steps * (F)5.9604644775390625e-8; }
#else
INLINE F OF(steps)(uint32_t first, uint32_t second)
{
    return (F)(int32_t)(first >> 8) * 5.9604644775390625e-8 + (F)(int32_t)(second & 0x1fffffffu);
}
INLINE F OF(of_steps)(F steps) { return steps * 1.862645149230957e-9; }
#endif

INLINE F OF(pair)(Reader *reader, uint32_t *byte)
{
    uint32_t first = take(reader), second = IS_FLOAT ? 0 : take(reader);
    *byte = first & 255u;
    return OF(of_steps)(OF(steps)(first, second));
}

/* An exponential value by a ziggurat of its own: the tail of G3. */
static F OF(exponential)(Reader *reader)
{
    for (F shift = 0;;) {
        uint32_t i;
        F x = OF(pair)(reader, &i), high = (F)T.ex[i];
        x *= high;
        if (x < (F)T.ex[i + 1]) return shift + x;
        if (i == 0) {
            shift = shift + (F)T.ex[1];
            continue;
        }
        F w = OF(unit)(reader);
        F y = (F)T.ey[i] + w * (F)(T.ey[i + 1] - T.ey[i]);
        F upper = (F)(T.ex[i] - T.ex[i + 1]) * w - (high - x);
        F lower = y - ((F)T.ey[i + 1] + ((F)T.ex[i + 1] - x) * (F)T.ey[i + 1]);
        if (upper < 0 && (lower < 0 || y < EXP(-x))) return shift + x;
    }
}

/* A value beyond the bottom layer, unsigned: Marsaglia's method. */
static F OF(tail)(Reader *reader, int chords, int old)
{
    const F r = (F)T.x[1];
    for (;;) {
        F p, q;
        if (chords) {
            p = OF(exponential)(reader);
            q = OF(exponential)(reader);
        } else {
            p = -OF(log_of)((F)1 - OF(unit)(reader), old);
            q = -OF(log_of)((F)1 - OF(unit)(reader), old);
        }
        p = p / r;
        if ((F)2 * q > p * p) return p + r;
    }
}

INLINE F OF(with_sign)(F x, uint32_t byte) { return x * (F)((int32_t)(byte & 1u) * 2 - 1); }

/* One normal value, whatever it takes. */
static F OF(normal)(Reader *reader, int chords, int old)
{
    for (;;) {
        uint32_t byte;
        F x = OF(pair)(reader, &byte);
        uint32_t i = byte >> 1;
        x *= OF(layers)[i].width;
        if ((double)x < OF(layers)[i].edge) return OF(with_sign)(x, byte);
        if (i == 0) return OF(with_sign)(OF(tail)(reader, chords, old), byte);
        if (OF(under_curve)(i, x, OF(unit)(reader), chords)) return OF(with_sign)(x, byte);
    }
}

/* Whether the draw that begins here is a fast one for certain (rng/fast.py). */
INLINE int OF(is_fast)(const uint32_t *word)
{
    uint32_t byte = word[0] & 255u;
    return IS_FLOAT ? word[0] < T.OF(limit)[byte]
                    : (word[OF(PAIR) - 1] & 0x1fffffffu) < T.OF(limit)[byte];
}

/* Normal values from the words at hand, until a draw needs more words than are left, or is one of
 * the rare kinds: the tail, a fraction drawn again. Returns the number of values.
 *
 * One branch a draw that is nearly always guessed rightly, and words that are taken whatever comes
 * of a slow draw: that is quicker than looking at all words first and repairing the slow ones. */
INLINE int64_t OF(usual_draws)(Reader *reader, F *out, int64_t count, int chords)
{
    const uint32_t *word = reader->next, *end = reader->end;
    int64_t done = 0;
    for (;;) {
        int64_t most = (end - word) / OF(PAIR), k = 0;
        if (most > count - done) most = count - done;
        F *to = out + done;
        for (; k < most && OF(is_fast)(word + k * OF(PAIR)); k++) {
            const uint32_t *pair = word + k * OF(PAIR);
            to[k] = OF(steps)(pair[0], pair[OF(PAIR) - 1]) * T.OF(step)[pair[0] & 255u];
        }
        done += k;
        word += k * OF(PAIR);
        if (k == most || end - word <= OF(PAIR)) break;
        uint32_t byte = word[0] & 255u, i = byte >> 1;
        F x = OF(of_steps)(OF(steps)(word[0], word[OF(PAIR) - 1])) * OF(layers)[i].width;
        F t = OF(fraction)(word[OF(PAIR)]);
        if (i == 0 || !(t < (F)1) || (double)x < OF(layers)[i].edge) break;
        out[done] = OF(with_sign)(x, byte);
        done += OF(under_curve)(i, x, t, chords);
        word += OF(PAIR) + 1;
    }
    reader->next = word;
    return done;
}

static int64_t OF(draws_by_chords)(Reader *reader, F *out, int64_t count)
{
    return OF(usual_draws)(reader, out, count, 1);
}

static int64_t OF(draws_by_exp)(Reader *reader, F *out, int64_t count)
{
    return OF(usual_draws)(reader, out, count, 0);
}

enum { OF(PART) = 4096 }; /* values worked at a time: they stay in the nearest cache */

static void OF(ziggurat)(Reader *reader, F *out, int64_t count, F mean, F std, int fused,
                         int chords, int old)
{
    while (count) {
        int64_t part = count < OF(PART) ? count : OF(PART), done = 0;
        while (done < part) {
            done += chords ? OF(draws_by_chords)(reader, out + done, part - done)
                           : OF(draws_by_exp)(reader, out + done, part - done);
            if (done < part) out[done++] = OF(normal)(reader, chords, old);
        }
        if (fused) OF(affine_fused)(out, part, mean, std);
        else OF(affine)(out, part, mean, std);
        out += part;
        count -= part;
    }
}

/* --- G1: Box and Muller --- */

/* The next `count` fractions below 1. */
static void OF(units)(Reader *reader, F *restrict out, int64_t count)
{
    OF(uniform)(reader, out, count, (F)0, (F)1, (F)1, 1, 0, 0);
}

/* In loops that each do one thing, of which compilers can make vectors. */
INLINE void OF(pairs)(const F *restrict units, F *restrict out, int count, int old)
{
    F angle[N / 2], rho[N / 2], sine[N / 2], cosine[N / 2];
    const F two_pi = (F)2 * (F)3.14159265358979323846;
    for (int i = 0; i < count; i++) angle[i] = two_pi * units[2 * i];
    for (int i = 0; i < count; i++) rho[i] = (F)1 - units[2 * i + 1];
    for (int i = 0; i < count; i++) rho[i] = (F)-2 * OF(log_of)(rho[i], old);
    for (int i = 0; i < count; i++) rho[i] = SQRT(rho[i]);
    for (int i = 0; i < count; i++) OF(sin_cos_of)(angle[i], &sine[i], &cosine[i], old);
    for (int i = 0; i < count; i++) {
        out[2 * i] = rho[i] * cosine[i];
        out[2 * i + 1] = rho[i] * sine[i];
    }
}

CLONED static void OF(modern_pairs)(const F *units, F *out, int count)
{
    OF(pairs)(units, out, count, 0);
}

CLONED static void OF(old_pairs)(const F *units, F *out, int count)
{
    OF(pairs)(units, out, count, 1);
}

/* Pairs of a cosine and a sine value; `count` is even. */
static void OF(box_muller)(Reader *reader, F *out, int64_t count, F mean, F std, int fused,
                           int old)
{
    F units[N];
    while (count) { /* as many as the stack holds with ease */
        int64_t part = count < N ? count : N;
        OF(units)(reader, units, part);
        if (old) OF(old_pairs)(units, out, (int)part / 2);
        else OF(modern_pairs)(units, out, (int)part / 2);
        if (fused) OF(affine_fused)(out, part, mean, std);
        else OF(affine)(out, part, mean, std);
        out += part;
        count -= part;
    }
}

#endif /* F */
