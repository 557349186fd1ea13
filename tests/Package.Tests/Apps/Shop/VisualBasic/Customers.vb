Public Class Customers
    Public Function Greeting(name As String) As String
        Dim words = {"Dear", name}
        Return String.Join(" ", words)
    End Function
End Class
