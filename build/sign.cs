// Signs packages with the certificate that the environment holds, for a release:
//
//     CERTIFICATE=<base64 of a .pfx> CERTIFICATE_PASSWORD=… TIMESTAMPER=<URL> dotnet run build/sign.cs -- <folder>
//
// Without a certificate it says so and signs nothing: packages whose signature nobody could check would be worth no more. Without a
// timestamper a signature ends with its certificate. Exits with 0 unless a package could not be signed.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using HotWeave.Staging;

if (args is not [var folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine("Which folder of packages? dotnet run build/sign.cs -- artifacts/packages");
    return 1;
}

if (Environment.GetEnvironmentVariable("CERTIFICATE") is not { Length: > 0 } certificate)
{
    Console.WriteLine("There is no certificate in CERTIFICATE, so the packages stay unsigned.");
    return 0;
}

var work = Directory.CreateTempSubdirectory("hotweave-sign-");
try
{
    var file = Path.Combine(work.FullName, "certificate.pfx");
    await File.WriteAllBytesAsync(file, Convert.FromBase64String(certificate));
    string[] password = Environment.GetEnvironmentVariable("CERTIFICATE_PASSWORD") is { Length: > 0 } given ? ["--certificate-password", given] : [];
    string[] time = Environment.GetEnvironmentVariable("TIMESTAMPER") is { Length: > 0 } url ? ["--timestamper", url] : [];
    foreach (var package in Directory.GetFiles(folder, "*.*nupkg").Order(StringComparer.Ordinal))
    {
        var result = await Command.TryDotnetAsync(
            folder, ["nuget", "sign", Path.GetFullPath(package), "--certificate-path", file, "--overwrite", .. password, .. time], CancellationToken.None);
        if (result.ExitCode != 0)
        {
            // The command line holds the password.
            Console.Error.WriteLine($"{package} could not be signed:\n{result.Output}{result.Error}");
            return 1;
        }

        Console.WriteLine($"signed {package}");
    }

    return 0;
}
finally
{
    work.Delete(recursive: true);
}
