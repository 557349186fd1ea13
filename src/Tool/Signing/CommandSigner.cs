using System.Diagnostics;
using System.Security.Cryptography;
using HotWeave.Tool.Diagnostics;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Signing;

/// <summary>
/// A command that signs with a key of its own: a hardware token, a key service. It gets the bytes to sign on its standard input, their
/// digest and the algorithm in its environment, and answers with the signature on its standard output, as it is or in base64. What it
/// answers is checked with the public key at once.
/// </summary>
internal sealed class CommandSigner(string command, TrustedKey key) : ISigner
{
    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public TrustedKey Key { get; } = key;

    public byte[] Sign(byte[] message)
    {
        try
        {
            var answer = Run(message);
            return Forms(answer).FirstOrDefault(form => Key.HasSigned(message, form))
                ?? throw Refuse($"what it answered ({answer.Length} bytes) is no signature by {Key}");
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            throw Refuse(e.Message);
        }
    }

    private byte[] Run(byte[] message)
    {
        using var process = Process.Start(Describe(message))!;
        using var deadline = new CancellationTokenSource(s_patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            var answer = ReadAsync(process.StandardOutput.BaseStream, deadline.Token);
            Write(process, message);
            var bytes = answer.GetAwaiter().GetResult();
            process.WaitForExitAsync(deadline.Token).GetAwaiter().GetResult();
            return process.ExitCode == 0
                ? bytes
                : throw Refuse($"it ended with {process.ExitCode}: {error.GetAwaiter().GetResult().Trim()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo Describe(byte[] message)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/d", "/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["HOTWEAVE_KEY_ID"] = Key.Id;
        start.Environment["HOTWEAVE_ALGORITHM"] = Key.Algorithm;
        start.Environment["HOTWEAVE_DIGEST"] = Convert.ToHexString(Key.Algorithm == "ECDSA P-384" ? SHA384.HashData(message) : SHA256.HashData(message)).ToLowerInvariant();
        return start;
    }

    // A command that goes by the digest need not read its input.
    private static void Write(Process process, byte[] message)
    {
        try
        {
            process.StandardInput.BaseStream.Write(message);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed it.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestAnswer + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read <= LongestAnswer ? buffer[..read] : throw new IOException($"it answers with more than {LongestAnswer} bytes");
    }

    private static IEnumerable<byte[]> Forms(byte[] answer)
    {
        yield return answer;
        var decoded = new byte[answer.Length];
        var text = System.Text.Encoding.ASCII.GetString(answer).Trim();
        if (Convert.TryFromBase64String(text, decoded, out var length))
            yield return decoded[..length];
    }

    private RefusedException Refuse(string reason) => new(SigningDiagnostics.SignerFailed.With(command, reason));
}
