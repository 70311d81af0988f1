// The natives of ai.djl.pytorch.jni.PyTorchLibrary that Winnow calls, for a libtorch that DJL has no library for: its own
// for 2.7.1 has the numbers of IValue's tags compiled in, which moved. For measuring on machines that come with another
// torch only; pack.sh builds it.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/jit_type.h>
#include <c10/core/GradMode.h>
#include <jni.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <sstream>

#define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL Java_ai_djl_pytorch_jni_PyTorchLibrary_##name
#define ARGS JNIEnv *env, jobject

using at::Tensor;
using c10::IValue;
using Module = torch::jit::Module;

namespace {

// DJL's numbers of types.
const std::pair<int, c10::ScalarType> TYPES[] = {
    {0, c10::kFloat}, {1, c10::kDouble}, {2, c10::kHalf},      {3, c10::kByte},   {4, c10::kInt},
    {5, c10::kChar},  {6, c10::kLong},   {7, c10::kBool},      {11, c10::kBFloat16}, {15, c10::kShort}};

c10::ScalarType type(jint djl) {
  for (auto& [number, found] : TYPES) {
    if (number == djl) return found;
  }
  throw std::runtime_error("DJL's type " + std::to_string(djl) + " is not known here");
}

jint number(c10::ScalarType type) {
  for (auto& [number, found] : TYPES) {
    if (found == type) return number;
  }
  return -1;
}

Tensor& tensor(jlong handle) { return *reinterpret_cast<Tensor*>(handle); }
IValue& value(jlong handle) { return *reinterpret_cast<IValue*>(handle); }
Module& module(jlong handle) { return *reinterpret_cast<Module*>(handle); }

// Java deletes it.
template <typename T>
jlong given(T made) {
  return reinterpret_cast<jlong>(new T(std::move(made)));
}

std::vector<int64_t> numbers(JNIEnv* env, jlongArray array) {
  std::vector<int64_t> found(env->GetArrayLength(array));
  env->GetLongArrayRegion(array, 0, found.size(), reinterpret_cast<jlong*>(found.data()));
  return found;
}

jlongArray array(JNIEnv* env, const std::vector<jlong>& numbers) {
  jlongArray made = env->NewLongArray(numbers.size());
  env->SetLongArrayRegion(made, 0, numbers.size(), numbers.data());
  return made;
}

at::TensorOptions options(JNIEnv* env, jint djl, jintArray where) {
  jint device[2];
  env->GetIntArrayRegion(where, 0, 2, device);
  return at::TensorOptions().dtype(type(djl)).device(
      device[0] == 1 ? c10::Device(c10::kCUDA, device[1]) : c10::Device(c10::kCPU));
}

// Calls, and throws in Java what is thrown here.
template <typename Call>
auto caught(JNIEnv* env, Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::exception& e) {
    env->ThrowNew(env->FindClass("ai/djl/engine/EngineException"), e.what());
    return {};
  }
}

void requireReadable(const Tensor& some) {
  TORCH_CHECK(some.is_cpu() && some.is_contiguous(), "a tensor is read that is not on the CPU in one piece");
}

void add(JNIEnv* env, jobject set, const char* feature) {
  jmethodID method = env->GetMethodID(env->GetObjectClass(set), "add", "(Ljava/lang/Object;)Z");
  env->CallBooleanMethod(set, method, env->NewStringUTF(feature));
}

}  // namespace

NATIVE(void, torchShowConfig)(ARGS, jobject features) {
  if (at::hasCUDA()) {
    add(env, features, "CUDA");
    add(env, features, "CUDNN");
  }
}
NATIVE(jboolean, torchIsGradMode)(ARGS) { return c10::GradMode::is_enabled(); }
NATIVE(void, torchSetGradMode)(ARGS, jboolean on) { c10::GradMode::set_enabled(on); }
NATIVE(jint, torchGetNumInteropThreads)(ARGS) { return at::get_num_interop_threads(); }
NATIVE(jint, torchGetNumThreads)(ARGS) { return at::get_num_threads(); }
NATIVE(void, torchSetNumInteropThreads)(ARGS, jint count) { at::set_num_interop_threads(count); }
NATIVE(void, torchSetNumThreads)(ARGS, jint count) { at::set_num_threads(count); }
NATIVE(void, torchSetBenchmarkCuDNN)(ARGS, jboolean on) { at::globalContext().setBenchmarkCuDNN(on); }
NATIVE(void, setGraphExecutorOptimize)(ARGS, jboolean on) { torch::jit::setGraphExecutorOptimize(on); }

NATIVE(jlongArray, torchSizes)(ARGS, jlong handle) {
  auto sizes = tensor(handle).sizes();
  return array(env, std::vector<jlong>(sizes.begin(), sizes.end()));
}
NATIVE(jint, torchDType)(ARGS, jlong handle) { return number(tensor(handle).scalar_type()); }
NATIVE(jint, torchLayout)(ARGS, jlong) { return 0; }
NATIVE(jintArray, torchDevice)(ARGS, jlong handle) {
  auto device = tensor(handle).device();
  jint found[2] = {device.is_cuda() ? 1 : 0, device.index()};
  jintArray made = env->NewIntArray(2);
  env->SetIntArrayRegion(made, 0, 2, found);
  return made;
}
NATIVE(jboolean, torchIsContiguous)(ARGS, jlong handle) { return tensor(handle).is_contiguous(); }
NATIVE(jboolean, torchRequiresGrad)(ARGS, jlong) { return false; }
NATIVE(jlong, torchToContiguous)(ARGS, jlong handle) {
  return caught(env, [&] { return given(tensor(handle).contiguous()); });
}
NATIVE(jlong, torchTo)(ARGS, jlong handle, jint djl, jintArray where) {
  return caught(env, [&] { return given(tensor(handle).to(options(env, djl, where))); });
}
NATIVE(jbyteArray, torchDataPtr)(ARGS, jlong handle) {
  return caught(env, [&]() -> jbyteArray {
    requireReadable(tensor(handle));
    jsize bytes = tensor(handle).nbytes();
    jbyteArray made = env->NewByteArray(bytes);
    env->SetByteArrayRegion(made, 0, bytes, static_cast<const jbyte*>(tensor(handle).data_ptr()));
    return made;
  });
}
NATIVE(jobject, torchDirectByteBuffer)(ARGS, jlong handle) {
  return caught(env, [&]() -> jobject {
    requireReadable(tensor(handle));
    return env->NewDirectByteBuffer(tensor(handle).data_ptr(), tensor(handle).nbytes());
  });
}
NATIVE(jlong, torchEmpty)(ARGS, jlongArray sizes, jint djl, jint, jintArray where, jboolean) {
  return caught(env, [&] { return given(at::empty(numbers(env, sizes), options(env, djl, where))); });
}
NATIVE(jlong, torchZeros)(ARGS, jlongArray sizes, jint djl, jint, jintArray where, jboolean) {
  return caught(env, [&] { return given(at::zeros(numbers(env, sizes), options(env, djl, where))); });
}
NATIVE(jlong, torchFromBlob)(ARGS, jobject buffer, jlongArray sizes, jint djl, jint, jintArray where, jboolean) {
  return caught(env, [&] {
    auto wanted = options(env, djl, where);
    auto here = at::from_blob(env->GetDirectBufferAddress(buffer), numbers(env, sizes), wanted.device(c10::kCPU));
    return given(here.to(wanted.device()));
  });
}
NATIVE(void, torchSet)(ARGS, jlong handle, jobject buffer) {
  std::memcpy(tensor(handle).data_ptr(), env->GetDirectBufferAddress(buffer), tensor(handle).nbytes());
}
NATIVE(void, torchDeleteTensor)(ARGS, jlong handle) { delete &tensor(handle); }
NATIVE(void, torchDeleteIValue)(ARGS, jlong handle) { delete &value(handle); }
NATIVE(void, torchDeleteModule)(ARGS, jlong handle) { delete &module(handle); }

NATIVE(jlong, moduleLoad__Ljava_io_InputStream_2_3IZ_3BJ)(ARGS, jobject in, jintArray, jboolean, jbyteArray buffer,
                                                          jlong) {
  return caught(env, [&] {
    jmethodID read = env->GetMethodID(env->GetObjectClass(in), "read", "([B)I");
    std::string all;
    for (jint count; (count = env->CallIntMethod(in, read, buffer)) > 0;) {
      std::vector<jbyte> part(count);
      env->GetByteArrayRegion(buffer, 0, count, part.data());
      all.append(part.begin(), part.end());
    }
    std::istringstream stream(all);
    return given(torch::jit::load(stream));
  });
}
NATIVE(void, moduleEval)(ARGS, jlong handle) { module(handle).eval(); }
NATIVE(jlong, moduleRunMethod)(ARGS, jlong handle, jstring name, jlongArray arguments, jboolean, jboolean) {
  return caught(env, [&] {
    const char* text = env->GetStringUTFChars(name, nullptr);
    std::string method(text);
    env->ReleaseStringUTFChars(name, text);
    std::vector<IValue> stack;
    for (auto each : numbers(env, arguments)) stack.push_back(value(each));
    return given(module(handle).get_method(method)(std::move(stack)));
  });
}

NATIVE(jlong, iValueFromTensor)(ARGS, jlong handle) { return given(IValue(tensor(handle))); }
NATIVE(jlong, iValueFromBool)(ARGS, jboolean number) { return given(IValue(static_cast<bool>(number))); }
NATIVE(jlong, iValueFromLong)(ARGS, jlong number) { return given(IValue(static_cast<int64_t>(number))); }
NATIVE(jlong, iValueFromDouble)(ARGS, jdouble number) { return given(IValue(number)); }
NATIVE(jlong, iValueFromLongList)(ARGS, jlongArray array) { return given(IValue(numbers(env, array))); }
NATIVE(jlong, iValueFromTensorList)(ARGS, jlongArray handles) {
  c10::List<Tensor> list;
  for (auto each : numbers(env, handles)) list.push_back(tensor(each));
  return given(IValue(list));
}
NATIVE(jlong, iValueFromList)(ARGS, jlongArray handles) {
  return caught(env, [&] {
    auto all = numbers(env, handles);
    c10::impl::GenericList list(c10::unshapedType(value(all.at(0)).type()));
    for (auto each : all) list.push_back(value(each));
    return given(IValue(list));
  });
}
NATIVE(jlong, iValueToTensor)(ARGS, jlong handle) {
  return caught(env, [&] { return given(value(handle).toTensor()); });
}
NATIVE(jlongArray, iValueToTensorList)(ARGS, jlong handle) {
  return caught(env, [&] {
    std::vector<jlong> all;
    for (auto& each : value(handle).toTensorVector()) all.push_back(given(Tensor(each)));
    return array(env, all);
  });
}
NATIVE(jstring, iValueGetType)(ARGS, jlong handle) { return env->NewStringUTF(value(handle).type()->str().c_str()); }
NATIVE(jboolean, iValueIsTensor)(ARGS, jlong handle) { return value(handle).isTensor(); }
NATIVE(jboolean, iValueIsTensorList)(ARGS, jlong handle) { return value(handle).isTensorList(); }
NATIVE(jboolean, iValueIsList)(ARGS, jlong handle) { return value(handle).isList(); }
NATIVE(jboolean, iValueIsTuple)(ARGS, jlong handle) { return value(handle).isTuple(); }
