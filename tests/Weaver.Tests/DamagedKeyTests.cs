using System.Security.Cryptography;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests;

public sealed class DamagedKeyTests : IDisposable
{
    private const int PublicHalf = 20 + 256;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void HW5003_a_key_whose_public_half_fits_and_whose_private_half_belongs_to_none()
    {
        using var rsa = new RSACryptoServiceProvider(2048);
        var pair = rsa.ExportCspBlob(includePrivateParameters: true);
        var publicKey = rsa.ExportCspBlob(includePrivateParameters: false);
        (pair[5], publicKey[5]) = (0x24, 0x24); // for signing
        var input = Compiler.CSharp(_directory, "C", "public class C { public virtual int M(int n) => n; }", Configuration.Release);
        var signed = _directory.File("signed.dll");
        using (var module = ModuleDefinition.ReadModule(input))
        {
            module.Assembly.Name.PublicKey = [0, 0x24, 0, 0, 4, 0x80, 0, 0, .. BitConverter.GetBytes(PublicHalf), .. publicKey];
            module.Write(signed);
        }

        var key = _directory.File("key.snk");
        File.WriteAllBytes(key, pair);
        Assert.Equal(WeaveOutcome.Woven, Weave(signed, key).Outcome);

        pair[PublicHalf + 10] ^= 1;
        File.WriteAllBytes(key, pair);

        Assert.Equal("HW5003", Assert.Single(Weave(signed, key).Diagnostics).Id);
    }

    private WeaveResult Weave(string path, string key) => AssemblyWeaver.Weave(new WeaveRequest
    {
        InputPath = path,
        OutputPath = _directory.File("out.dll"),
        Selection = new WeaveSelection { All = true },
        StrongNameKeyPath = key,
    });
}
