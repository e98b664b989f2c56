// fork_forward NET MODEL INPUTS OUT: a forward pass in the TEST phase of the Caffe that this is
// linked with. INPUTS has a line "blob file" for each input, the file being its float32 values.
// OUT.bin gets the values of all blobs, OUT.idx their names and dimensions.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "caffe/caffe.hpp"

int main(int argc, char** argv) {
  google::InitGoogleLogging(argv[0]);
  caffe::Caffe::set_mode(caffe::Caffe::CPU);
  caffe::Net<float> net(argv[1], caffe::TEST);
  net.CopyTrainedLayersFrom(std::string(argv[2]));
  std::ifstream inputs(argv[3]);
  std::string blob, path;
  while (inputs >> blob >> path) {
    caffe::Blob<float>& input = *net.blob_by_name(blob);
    std::ifstream file(path.c_str(), std::ios::binary);
    file.read(reinterpret_cast<char*>(input.mutable_cpu_data()), 4 * input.count());
    if (!file) {
      fprintf(stderr, "%s is too short\n", path.c_str());
      return 1;
    }
  }
  net.ForwardPrefilled();
  const std::string out(argv[4]);
  std::ofstream values((out + ".bin").c_str(), std::ios::binary);
  std::ofstream index((out + ".idx").c_str());
  for (size_t i = 0; i < net.blobs().size(); ++i) {
    const caffe::Blob<float>& made = *net.blobs()[i];
    index << net.blob_names()[i] << "\t";
    for (int axis = 0; axis < made.num_axes(); ++axis) {
      index << (axis ? "," : "") << made.shape()[axis];
    }
    index << "\n";
    values.write(reinterpret_cast<const char*>(made.cpu_data()), 4 * made.count());
  }
  values.close();
  index.close();
  _exit(0);  // threads of data layers may still run
}
