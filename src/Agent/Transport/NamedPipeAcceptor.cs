using System.IO.Pipes;

namespace HotWeave.Control.Transport;

/// <summary>A named pipe whose access list has the current user alone; for Windows.</summary>
internal sealed class NamedPipeAcceptor(string name) : IControlAcceptor
{
    public bool IsReachable => true;

    public Stream? Accept(TimeSpan patience)
    {
        var pipe = new NamedPipeServerStream(
            name,
            PipeDirection.InOut,
            NamedPipeServerStream.MaxAllowedServerInstances,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            using var timeout = new CancellationTokenSource(patience);
            pipe.WaitForConnectionAsync(timeout.Token).GetAwaiter().GetResult();
            return pipe;
        }
        catch (OperationCanceledException)
        {
            pipe.Dispose();
            return null;
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    public void Withdraw()
    {
        // A pipe's name ends with the last handle to it.
    }

    public void Dispose()
    {
        // Between two calls of Accept no pipe is open.
    }
}
