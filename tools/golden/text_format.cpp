// Reads texts with protobuf's own C++ text parser, as Caffe's ReadProtoFromTextFile calls it.
//
//   text_format caffe.desc caffe.NetParameter
//
// caffe.desc is what `protoc --descriptor_set_out` writes. Standard input has texts, each behind
// its length (4 bytes, the machine's order). Each is answered by what the parser reported, a line
// for each error, empty when it accepted the text, and by the message in binary; each behind its
// length.

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <stdint.h>
#include <stdio.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

using namespace google::protobuf;

struct Errors : io::ErrorCollector {
  std::ostringstream lines;
  void AddError(int line, io::ColumnNumber column, const std::string& message) override {
    lines << line + 1 << ":" << column + 1 << ": " << message << "\n";
  }
};

static void write(const std::string& bytes) {
  const uint32_t size = bytes.size();
  fwrite(&size, 4, 1, stdout);
  fwrite(bytes.data(), 1, size, stdout);
}

int main(int, char** argv) {
  std::ifstream file(argv[1], std::ios::binary);
  FileDescriptorSet set;
  if (!set.ParseFromIstream(&file)) return 1;
  DescriptorPool pool;
  for (const auto& each : set.file()) {
    if (!pool.BuildFile(each)) return 1;
  }
  const Descriptor* type = pool.FindMessageTypeByName(argv[2]);
  if (!type) return 1;
  DynamicMessageFactory factory;
  const Message* prototype = factory.GetPrototype(type);
  uint32_t size;
  while (fread(&size, 4, 1, stdin) == 1) {
    std::string text(size, '\0');
    if (size && fread(&text[0], 1, size, stdin) != size) return 1;
    std::unique_ptr<Message> message(prototype->New());
    Errors errors;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&errors);
    const bool accepted = parser.ParseFromString(text, message.get());
    write(accepted ? "" : errors.lines.str());
    write(accepted ? message->SerializePartialAsString() : "");
    fflush(stdout);
  }
}
