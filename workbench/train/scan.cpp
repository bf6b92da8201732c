// h[t] = (1 - z[t]) * h[t-1] + z[t] * c[t], forwards or backwards in time, with its gradient.
#include <torch/extension.h>
#include <vector>

torch::Tensor forward(torch::Tensor z, torch::Tensor c, bool back) {
  z = z.contiguous(); c = c.contiguous();
  auto h = torch::empty_like(z);
  long B = z.size(0), T = z.size(1), H = z.size(2);
  const float *Z = z.data_ptr<float>(), *C = c.data_ptr<float>();
  float *O = h.data_ptr<float>();
  at::parallel_for(0, B, 1, [&](long from, long to) {
    std::vector<float> s(H);
    for (long b = from; b < to; b++) {
      std::fill(s.begin(), s.end(), 0.f);
      for (long n = 0; n < T; n++) {
        long t = back ? T - 1 - n : n, o = (b * T + t) * H;
        for (long k = 0; k < H; k++) { s[k] += Z[o + k] * (C[o + k] - s[k]); O[o + k] = s[k]; }
      }
    }
  });
  return h;
}

std::vector<torch::Tensor> backward(torch::Tensor g, torch::Tensor z, torch::Tensor c, torch::Tensor h, bool back) {
  g = g.contiguous();
  auto gz = torch::empty_like(z), gc = torch::empty_like(c);
  long B = z.size(0), T = z.size(1), H = z.size(2);
  const float *G = g.data_ptr<float>(), *Z = z.data_ptr<float>(), *C = c.data_ptr<float>(), *O = h.data_ptr<float>();
  float *GZ = gz.data_ptr<float>(), *GC = gc.data_ptr<float>();
  at::parallel_for(0, B, 1, [&](long from, long to) {
    std::vector<float> s(H), zero(H, 0.f);
    for (long b = from; b < to; b++) {
      std::fill(s.begin(), s.end(), 0.f);
      for (long n = T - 1; n >= 0; n--) {
        long t = back ? T - 1 - n : n, o = (b * T + t) * H;
        const float *before = n == 0 ? zero.data() : O + (b * T + (back ? t + 1 : t - 1)) * H;
        for (long k = 0; k < H; k++) {
          float d = s[k] + G[o + k];
          GC[o + k] = d * Z[o + k];
          GZ[o + k] = d * (C[o + k] - before[k]);
          s[k] = d * (1.f - Z[o + k]);
        }
      }
    }
  });
  return {gz, gc};
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) { m.def("forward", &forward); m.def("backward", &backward); }
