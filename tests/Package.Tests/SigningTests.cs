using System.Security.Cryptography;
using HotWeave.Package.Tests.Installing;
using Mono.Cecil;

namespace HotWeave.Package.Tests;

/// <summary>An assembly is signed after weaving as it was before.</summary>
[Collection(SharedGreeting.Name)]
public sealed class SigningTests(InstalledGreeting project)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false, "-p:PublicSign=true")]
    [InlineData(false, "-p:DelaySign=true")]
    public async Task A_strong_name_survives_weaving(bool complete, params string[] settings)
    {
        using (var key = new RSACryptoServiceProvider(2048))
            await File.WriteAllBytesAsync(project.InFolder("key.snk"), key.ExportCspBlob(includePrivateParameters: true));
        await project.BuildAsync(["--no-restore", "-p:SignAssembly=true", "-p:AssemblyOriginatorKeyFile=key.snk", .. settings]);

        Assert.StartsWith("woven: True", await project.ExecAsync("bin/Debug/net10.0/Greeting.dll"), StringComparison.Ordinal);
        using var module = ModuleDefinition.ReadModule(project.InFolder("bin/Debug/net10.0/Greeting.dll"));
        Assert.NotEmpty(module.Assembly.Name.PublicKeyToken);
        Assert.Equal(complete, module.Attributes.HasFlag(ModuleAttributes.StrongNameSigned));
    }
}
