// Draws numbers from a real Boost, called as Caffe's math_functions.cpp calls it.
//
//   draw            reads requests from standard input, one a line, and writes raw bytes:
//                   the values in the machine's byte order, then the next word (4 bytes)
//   draw time [N]   prints nanoseconds for a word and for values of each kind, of N (a million)
//   draw net SEED OUT [sync]
//                   draws a net's blobs and writes them one after the other, as Caffe would: lines
//                   "<distribution> <count> <parameter> <parameter>" come from standard input
//
// A request: <distribution> <type> <seed> <count> <parameter> <parameter> <word> <word> ...
//   words               -       seed count 0 0
//   uniform             f or d  seed count low high       [low, high], both included
//   gaussian            f or d  seed count mean sigma
//   bernoulli           f or d  seed count p 0            values are 4-byte ints
// Parameters are read by strtod (hexadecimal floats are exact). Words at the end of the line are
// given out before those of the seed: a script for the rare turns of a distribution.

#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real.hpp>
#include <boost/random/variate_generator.hpp>
#include <boost/version.hpp>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace {

// boost::mt19937 after a script of words.
class Engine {
 public:
  typedef boost::mt19937::result_type result_type;
  static const bool has_fixed_range = true;
  static const result_type min_value = 0;
  static const result_type max_value = 0xffffffffu;
  static result_type min BOOST_PREVENT_MACRO_SUBSTITUTION() { return 0; }
  static result_type max BOOST_PREVENT_MACRO_SUBSTITUTION() { return 0xffffffffu; }

  Engine(uint32_t seed, const std::vector<uint32_t>& script)
      : twister_(seed), script_(script), next_(0) {}

  result_type operator()() {
    return next_ < script_.size() ? script_[next_++] : twister_();
  }

 private:
  boost::mt19937 twister_;
  std::vector<uint32_t> script_;
  size_t next_;
};

const bool Engine::has_fixed_range;
const Engine::result_type Engine::min_value;
const Engine::result_type Engine::max_value;

// A generator of its own for each call, as in Caffe: only the engine outlives it.
template <typename Value, typename Source, typename Distribution>
void fill(Source* engine, const Distribution& distribution, std::vector<Value>* out) {
  boost::variate_generator<Source*, Distribution> generator(engine, distribution);
  for (size_t i = 0; i < out->size(); ++i) (*out)[i] = generator();
}

template <typename F>
boost::uniform_real<F> uniform(F low, F high) {
  return boost::uniform_real<F>(low, std::nextafter(high, std::numeric_limits<F>::max()));
}

template <typename T>
void put(const std::vector<T>& values) {
  if (!values.empty()) fwrite(&values[0], sizeof(T), values.size(), stdout);
}

template <typename F>
void answer(const std::string& name, Engine* engine, size_t count, double first, double second) {
  if (name == "bernoulli") {
    std::vector<int32_t> ints(count);
    fill(engine, boost::bernoulli_distribution<F>(static_cast<F>(first)), &ints);
    return put(ints);
  }
  std::vector<F> values(count);
  const F a = static_cast<F>(first), b = static_cast<F>(second);
  if (name == "uniform") {
    fill(engine, uniform<F>(a, b), &values);
  } else if (name == "gaussian") {
    fill(engine, boost::normal_distribution<F>(a, b), &values);
  } else {
    fprintf(stderr, "unknown distribution %s\n", name.c_str());
    exit(2);
  }
  put(values);
}

void serve() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream fields(line);
    std::string name, type, first, second;
    uint32_t seed, word;
    size_t count;
    if (!(fields >> name >> type >> seed >> count >> first >> second)) {
      fprintf(stderr, "no request: %s\n", line.c_str());
      exit(2);
    }
    std::vector<uint32_t> script;
    while (fields >> word) script.push_back(word);
    Engine engine(seed, script);
    const double a = strtod(first.c_str(), NULL), b = strtod(second.c_str(), NULL);
    if (name == "words") {
      std::vector<uint32_t> words(count);
      for (size_t i = 0; i < count; ++i) words[i] = engine();
      put(words);
    } else if (type == "f") {
      answer<float>(name, &engine, count, a, b);
    } else {
      answer<double>(name, &engine, count, a, b);
    }
    put(std::vector<uint32_t>(1, engine()));
  }
}

// Normal values by Box and Muller over the engine and the C library: the loop that a Boost up to
// 1.55 comes down to, for comparing times where no such Boost is at hand.
template <typename F>
struct BoxMuller {
  typedef F result_type;
  typedef F input_type;
  BoxMuller() : have_(false), r1_(0), rho_(0) {}
  void reset() { have_ = false; }
  template <typename Source>
  F operator()(Source& source) {
    if (!have_) {
      r1_ = unit(source);
      rho_ = std::sqrt(F(-2) * std::log(F(1) - unit(source)));
    }
    have_ = !have_;
    const F angle = F(2 * 3.14159265358979323846) * r1_;
    return (rho_ * (have_ ? std::cos(angle) : std::sin(angle))) * F(0.01) + F(0);
  }

 private:
  template <typename Source>
  F unit(Source& source) {
    F t;
    do t = F(source()) * F(2.3283064365386963e-10);
    while (!(t < F(1)));
    return t;
  }
  bool have_;
  F r1_, rho_;
};

size_t timed = 1 << 20;

// Nanoseconds of processor time a value, of the fastest of five fills.
template <typename Value, typename Distribution>
void time_one(const char* name, const Distribution& distribution) {
  boost::mt19937 twister(1701);
  std::vector<Value> out(timed);
  double best = 1e300;
  for (int round = 0; round < 5; ++round) {
    const std::clock_t start = std::clock();
    fill(&twister, distribution, &out);
    best = std::min(best, (std::clock() - start) * (1e9 / CLOCKS_PER_SEC) / out.size());
  }
  printf("%s %.3f\n", name, best);
}

struct Words {
  typedef uint32_t result_type;
  typedef uint32_t input_type;
  template <typename Source>
  uint32_t operator()(Source& source) { return source(); }
  void reset() {}
};

void time_all() {
  time_one<uint32_t>("words", Words());
  time_one<float>("uniform float32", uniform<float>(-0.05f, 0.05f));
  time_one<double>("uniform float64", uniform<double>(-0.05, 0.05));
  time_one<float>("gaussian float32", boost::normal_distribution<float>(0.f, 0.01f));
  time_one<double>("gaussian float64", boost::normal_distribution<double>(0., 0.01));
  time_one<float>("gaussian float32 G1", BoxMuller<float>());
  time_one<double>("gaussian float64 G1", BoxMuller<double>());
  time_one<int32_t>("bernoulli float32", boost::bernoulli_distribution<float>(0.3f));
  time_one<int32_t>("bernoulli float64", boost::bernoulli_distribution<double>(0.3));
}

// A net as Caffe fills and saves it: whole blobs, one engine, one file under its name at last.
void write_net(uint32_t seed, const std::string& out, bool sync) {
  const std::string scratch = out + ".tmp";
  FILE* file = fopen(scratch.c_str(), "wb");
  boost::mt19937 engine(seed);
  std::string name;
  size_t count;
  float a, b;
  while (std::cin >> name >> count >> a >> b) {
    std::vector<float> values(count, a);
    if (name == "uniform") fill(&engine, uniform<float>(a, b), &values);
    if (name == "gaussian") fill(&engine, boost::normal_distribution<float>(a, b), &values);
    fwrite(&values[0], sizeof(float), count, file);
  }
  fflush(file);
  if (sync) fsync(fileno(file));
  fclose(file);
  rename(scratch.c_str(), out.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == "time") {
    if (argc > 2) timed = strtoul(argv[2], NULL, 10);
    time_all();
  } else if (argc > 3 && std::string(argv[1]) == "net") {
    write_net(strtoul(argv[2], NULL, 10), argv[3], argc > 4);
  } else {
    serve();
  }
  return 0;
}
